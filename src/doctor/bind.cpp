#include "anyward/doctor/nameserver.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace anyward::doctor {

namespace {

/// named.conf: a statement is words, perhaps with a block of statements, and a semicolon.
struct Statement {
    std::vector<std::string> words;
    std::vector<Statement> block;
};

/// Reads what named-checkconf prints: no comments, and valid.
class BindReader {
public:
    explicit BindReader(std::string_view text) : text_(text) {}

    std::vector<Statement> statements() {
        std::vector<Statement> all;
        Statement current;
        for (auto token = next_token(); !token.empty() && token != "}"; token = next_token()) {
            if (token == "{") {
                current.block = statements();
            } else if (token == ";") {
                all.push_back(std::move(current));
                current = {};
            } else {
                current.words.push_back(std::move(token));
            }
        }
        return all;
    }

private:
    /// A brace, a semicolon, `!` or a word, without its quotes; empty at the end.
    std::string next_token() {
        const auto start = text_.find_first_not_of(" \t\r\n");
        if (start == std::string_view::npos) {
            return {};
        }
        text_.remove_prefix(start);
        if (text_.front() == '"') {
            const auto end = std::min(text_.find('"', 1), text_.size() - 1);
            return consume(1, end - 1, end + 1);
        }
        const auto end = std::min(text_.find_first_of(" \t\r\n{};\"!"), text_.size());
        return end == 0 ? consume(0, 1, 1) : consume(0, end, end);
    }
    std::string consume(std::size_t start, std::size_t length, std::size_t used) {
        std::string token(text_.substr(start, length));
        text_.remove_prefix(used);
        // An empty string in quotes is a word that nothing here looks for.
        return token.empty() ? " " : token;
    }

    std::string_view text_;
};

bool is_in_prefix(const IpAddress& address, std::string_view prefix) {
    const auto slash = prefix.find('/');
    const auto network = IpAddress::parse(prefix.substr(0, slash));
    if (!network || network->family() != address.family()) {
        return false;
    }
    unsigned length = network->bits();
    if (slash != std::string_view::npos) {
        std::from_chars(prefix.data() + slash + 1, prefix.data() + prefix.size(), length);
    }
    for (unsigned bit = 0; bit < std::min(length, network->bits()); ++bit) {
        const unsigned mask = 0x80U >> (bit % 8);
        if ((address.data()[bit / 8] & mask) != (network->data()[bit / 8] & mask)) {
            return false;
        }
    }
    return true;
}

using AddressLists = std::map<std::string, std::vector<Statement>>;

/// An address match list: the first element that matches decides.
/// @return none: no element does
std::optional<bool> match(const IpAddress& address, const std::vector<Statement>& list, const AddressLists& named,
                          int depth = 0) {
    for (const auto& element : list) {
        const bool negated = !element.words.empty() && element.words.front() == "!";
        const auto word = element.words.size() > (negated ? 1U : 0U) ? element.words[negated ? 1 : 0] : std::string();
        bool matches = word == "any" || word == "localhost" || word == "localnets" || is_in_prefix(address, word);
        if (const auto acl = named.find(word); acl != named.end() && depth < 16) {
            matches = match(address, acl->second, named, depth + 1).value_or(false);
        } else if (word.empty()) {
            matches = match(address, element.block, named, depth + 1).value_or(false);
        }
        if (matches) {
            return !negated;
        }
    }
    return std::nullopt;
}

/// `listen-on [port N] ... { LIST };`
bool is_dns_port(const Statement& listen_on) {
    const auto port = std::ranges::find(listen_on.words, "port");
    return port == listen_on.words.end() || port + 1 == listen_on.words.end() || *(port + 1) == "53";
}

} // namespace

Nameserver parse_bind(const Settings& settings, std::string name, std::string_view checkconf) {
    const auto statements = BindReader(checkconf).statements();
    AddressLists acls;
    std::vector<Statement> options;
    for (const auto& statement : statements) {
        if (statement.words.size() == 2 && statement.words.front() == "acl") {
            acls[statement.words[1]] = statement.block;
        } else if (statement.words == std::vector<std::string>{"options"}) {
            options = statement.block;
        }
    }
    Nameserver server{.name = std::move(name), .listen_addresses = {}, .is_bind = true};
    std::map<int, std::vector<const Statement*>> listen_on;
    for (const auto& option : options) {
        if (option.words.empty()) {
            continue;
        }
        if (const auto& word = option.words.front(); word == "listen-on" || word == "listen-on-v6") {
            listen_on[word == "listen-on" ? AF_INET : AF_INET6].push_back(&option);
        } else if (word == "automatic-interface-scan" && option.words.size() > 1) {
            server.scans_interfaces = option.words[1] == "yes" || option.words[1] == "true" || option.words[1] == "1";
        }
    }
    auto interesting = settings.addresses;
    interesting.insert(interesting.end(), {IpAddress::loopback(AF_INET), IpAddress::loopback(AF_INET6)});
    for (const auto& address : interesting) {
        const auto lists = listen_on.find(address.family());
        if (lists == listen_on.end() || // both are any where left out
            std::ranges::any_of(lists->second, [&](const auto* list) {
                return is_dns_port(*list) && match(address, list->block, acls).value_or(false);
            })) {
            server.listen_addresses.push_back(address);
        }
    }
    return server;
}

} // namespace anyward::doctor
