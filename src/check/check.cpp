#include "anyward/check/check.hpp"

#include "anyward/base/usage_error.hpp"
#include "anyward/check/dns_registry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <set>
#include <utility>
#include <vector>

namespace anyward {

namespace {

constexpr std::string_view exec = "exec:";
constexpr std::string_view random_label = "{random}";
constexpr std::uint16_t rr_type_soa = 6;

std::vector<std::string> split_words(std::string_view spec) {
    std::vector<std::string> words;
    bool quoted = false;
    bool in_word = false;
    for (const char c : spec) {
        if (!quoted && (c == ' ' || c == '\t')) {
            in_word = false;
            continue;
        }
        if (!std::exchange(in_word, true)) {
            words.emplace_back();
        }
        if (c == '"') {
            quoted = !quoted;
        } else {
            words.back() += c;
        }
    }
    if (quoted) {
        throw UsageError("a double quote is not closed");
    }
    return words;
}

// These are not questions for a record, or not ones that one UDP message can carry.
bool is_askable(std::uint16_t rr_type) {
    constexpr std::array<std::uint16_t, 5> not_data{0, 41 /* OPT */, 250 /* TSIG */, 251 /* IXFR */, 252 /* AXFR */};
    return std::ranges::find(not_data, rr_type) == not_data.end();
}

std::vector<std::string_view> split_commas(std::string_view list) {
    std::vector<std::string_view> items;
    for (auto comma = list.find(','); comma != std::string_view::npos; comma = list.find(',')) {
        items.push_back(list.substr(0, comma));
        list.remove_prefix(comma + 1);
    }
    items.push_back(list);
    return items;
}

Duration parse_setting_duration(std::string_view key, std::string_view value) {
    const auto duration = parse_duration(value);
    if (!duration || *duration <= Duration::zero()) {
        throw UsageError(fmt::format("'{0}={1}' is no duration; a number with its unit would be, as in {0}=300ms or "
                                     "{0}=2s",
                                     key, value));
    }
    return *duration;
}

unsigned parse_count(std::string_view word, std::string_view value) {
    unsigned count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error != std::errc{} || end != value.data() + value.size() || count < 1 || count > 65535) {
        throw UsageError(fmt::format("'{}' is no number of records, 1 or more", word));
    }
    return count;
}

Expectation parse_expect(std::string_view value) {
    if (value == "any") {
        return {.rcodes = {}, .excluded = true};
    }
    Expectation expect{.rcodes = {}, .excluded = value.starts_with('!')};
    for (const auto name : split_commas(value.substr(expect.excluded ? 1 : 0))) {
        const auto rcode = rcode_from(name);
        if (!rcode) {
            throw UsageError(fmt::format("'expect={}': '{}' is no response code; expect=NXDOMAIN, "
                                         "expect=NOERROR,NXDOMAIN, expect=!SERVFAIL and expect=any would do",
                                         value, name));
        }
        expect.rcodes.push_back(*rcode);
    }
    return expect;
}

Endpoint parse_server(std::string_view word, std::string_view server) {
    const auto endpoint = Endpoint::parse(server);
    if (!endpoint) {
        const auto before = word.substr(0, word.size() - server.size());
        throw UsageError(fmt::format("'{0}' is no server; {1}ADDRESS or {1}ADDRESS#PORT would be, as in "
                                     "{1}127.0.0.1#5353",
                                     word, before));
    }
    return *endpoint;
}

class DnsParser {
public:
    explicit DnsParser(std::string_view spec) { check_.spec = spec; }

    Check parse(const std::vector<std::string>& words) {
        for (const auto& word : words) {
            read_word(word);
        }
        if (dns_.question.name.empty()) {
            throw UsageError("the name to ask for is missing, as in 'yetiops.net A'");
        }
        if (dns_.longest && check_.timeout && *dns_.longest >= *check_.timeout) {
            throw UsageError("max= must be shorter than timeout=, or an answer that slow is a timeout already");
        }
        if (dns_.reference) {
            want_serial();
        }
        check_.what = std::move(dns_);
        return std::move(check_);
    }

private:
    void read_word(const std::string& word) {
        const auto equals = word.find('=');
        if (word.starts_with(exec)) {
            throw UsageError(fmt::format("'{}' has to come first, and alone: what follows it is the program's", word));
        }
        if (word.starts_with('@')) {
            only_once("server", word);
            dns_.server = parse_server(word, std::string_view(word).substr(1));
        } else if (word.starts_with('+')) {
            read_flag(word);
        } else if (equals != std::string::npos) {
            read_setting(word, word.substr(0, equals), word.substr(equals + 1));
        } else if (dns_.question.name.empty()) {
            read_name(word);
        } else {
            read_type_or_class(word);
        }
    }

    void read_flag(const std::string& word) {
        only_once(word, word);
        auto& question = dns_.question;
        if (word == "+tcp") {
            dns_.over_tcp = true;
        } else if (word == "+cd") {
            question.checking_disabled = true;
        } else if (word == "+do") {
            question.dnssec_ok = true;
        } else if (word == "+nord") {
            question.recursion_desired = false;
        } else if (word == "+ad") {
            dns_.expect.authenticated = true;
            question.dnssec_ok = true; // RFC 6840 5.7: a way to ask for the AD bit
        } else {
            throw UsageError(fmt::format("'{}' is not known here; +tcp, +cd, +do, +nord and +ad are", word));
        }
    }

    void read_setting(const std::string& word, const std::string& key, const std::string& value) {
        only_once(key, word);
        auto& expect = dns_.expect;
        if (key == "expect") {
            auto parsed = parse_expect(value);
            expect.rcodes = std::move(parsed.rcodes);
            expect.excluded = parsed.excluded;
        } else if (key == "answer") {
            expect.data = value;
        } else if (key == "answers") {
            expect.records = parse_count(word, value);
        } else if (key == "signed") {
            expect.signed_for = parse_setting_duration(key, value);
            dns_.question.dnssec_ok = true; // RFC 4035 3.2.1: no signatures without it
        } else if (key == "serial") {
            dns_.reference = parse_server(word, value);
        } else if (key == "max") {
            dns_.longest = parse_setting_duration(key, value);
        } else if (key == "timeout") {
            check_.timeout = parse_setting_duration(key, value);
        } else if (key == "interval") {
            check_.interval = parse_setting_duration(key, value);
        } else {
            throw UsageError(fmt::format("'{}' is not known here; expect=, answer=, answers=, max=, timeout=, "
                                         "interval=, signed= and serial= are",
                                         word));
        }
    }

    void read_name(const std::string& word) {
        // Some digits would belong to the escape (RFC 1035 5.1), so that the name is now longer, now shorter, or none.
        if (word.find('\\') != std::string::npos && word.find(random_label) != std::string::npos) {
            throw UsageError(fmt::format("'{}' has a backslash beside {}; the digits could become a part of it", word,
                                         random_label));
        }
        if (!is_domain_name(with_random_label(word, [] { return std::uint64_t{0}; }))) {
            throw UsageError(fmt::format("'{}' is no domain name", word));
        }
        dns_.question.name = word;
    }

    void read_type_or_class(const std::string& word) {
        // ANY is a type here, as dig reads it, though it is a class too.
        if (const auto type = rr_type_from(word)) {
            only_once("type", word);
            if (!is_askable(*type)) {
                throw UsageError(fmt::format("'{}' cannot be asked for; A, AAAA, SOA or TXT can", word));
            }
            dns_.question.rr_type = *type;
        } else if (const auto rr_class = rr_class_from(word)) {
            only_once("class", word);
            dns_.question.rr_class = *rr_class;
        } else {
            throw UsageError(fmt::format("'{}' is neither a type (A, AAAA, SOA, TXT ...) nor a class (IN, CH)", word));
        }
    }

    /// serial= is about the SOA record, and there has to be one.
    void want_serial() {
        if (seen_.insert("type").second) {
            dns_.question.rr_type = rr_type_soa;
        } else if (dns_.question.rr_type != rr_type_soa) {
            throw UsageError("serial= compares SOA records, so the type has to be SOA");
        }
        dns_.expect.records = std::max(dns_.expect.records, 1U);
    }

    void only_once(const std::string& kind, const std::string& word) {
        if (!seen_.insert(kind).second) {
            throw UsageError(fmt::format("'{}' is one too many of its kind", word));
        }
    }

    Check check_;
    DnsCheck dns_;
    std::set<std::string> seen_;
};

Program program_of(std::vector<std::string> words) {
    if (words.empty() || words.front().empty()) {
        throw UsageError("the program is missing; '/usr/local/bin/program with arguments' would be one");
    }
    return {std::move(words)};
}

} // namespace

std::string with_random_label(std::string name, std::uint64_t (*random)()) {
    for (auto at = name.find(random_label); at != std::string::npos; at = name.find(random_label)) {
        name.replace(at, random_label.size(), fmt::format("{:016x}", random()));
    }
    return name;
}

Check parse_check(std::string_view spec) {
    auto words = split_words(spec);
    if (words.empty() || !words.front().starts_with(exec)) {
        return DnsParser(spec).parse(words);
    }
    words.front().erase(0, exec.size());
    return {.spec = std::string(spec), .what = program_of(std::move(words)), .timeout = {}, .interval = {}};
}

Program parse_program(std::string_view words) {
    return program_of(split_words(words));
}

} // namespace anyward
