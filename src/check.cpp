#include "anyward/check.hpp"

#include "anyward/usage_error.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace anyward {

namespace {

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

class Parser {
public:
    explicit Parser(std::string_view spec) { check_.spec = spec; }

    Check parse() {
        for (const auto& word : split_words(check_.spec)) {
            take(word);
        }
        if (check_.question.name.empty()) {
            throw UsageError("the name to ask for is missing, as in 'yetiops.net A'");
        }
        return std::move(check_);
    }

private:
    void take(const std::string& word) {
        const auto equals = word.find('=');
        if (word.starts_with('@')) {
            take_server(word);
        } else if (word.starts_with('+')) {
            take_flag(word);
        } else if (equals != std::string::npos) {
            take_setting(word, word.substr(0, equals), word.substr(equals + 1));
        } else if (check_.question.name.empty()) {
            take_name(word);
        } else {
            take_type_or_class(word);
        }
    }

    void take_server(const std::string& word) {
        only_once(seen_server_, word);
        check_.server = Endpoint::parse(std::string_view(word).substr(1));
        if (!check_.server) {
            throw UsageError(
                fmt::format("'{}' is no server; @ADDRESS or @ADDRESS#PORT would be, as in @127.0.0.1#5353", word));
        }
    }

    void take_flag(const std::string& word) {
        if (word != "+nord") {
            throw UsageError(fmt::format("'{}' is not known here; +nord is", word));
        }
        check_.question.recursion_desired = false;
    }

    void take_setting(const std::string& word, const std::string& key, const std::string& value) {
        if (key == "expect") {
            only_once(seen_expect_, word);
            check_.expect = parse_expect(value);
        } else if (key == "timeout") {
            only_once(seen_timeout_, word);
            check_.timeout = parse_duration(value);
            if (!check_.timeout || *check_.timeout <= Duration::zero()) {
                throw UsageError(fmt::format("'{}' is no duration; a number with its unit would be, as in "
                                             "timeout=300ms or timeout=2s",
                                             word));
            }
        } else {
            throw UsageError(fmt::format("'{}' is not known here; expect= and timeout= are", word));
        }
    }

    void take_name(const std::string& word) {
        if (!is_domain_name(word)) {
            throw UsageError(fmt::format("'{}' is no domain name", word));
        }
        check_.question.name = word;
    }

    void take_type_or_class(const std::string& word) {
        // ANY is a type here, as dig reads it, though it is a class too.
        if (const auto type = rr_type_from(word)) {
            only_once(seen_type_, word);
            if (!is_askable(*type)) {
                throw UsageError(fmt::format("'{}' cannot be asked for over UDP; A, AAAA, SOA or TXT can", word));
            }
            check_.question.rr_type = *type;
        } else if (const auto rr_class = rr_class_from(word)) {
            only_once(seen_class_, word);
            check_.question.rr_class = *rr_class;
        } else {
            throw UsageError(fmt::format("'{}' is neither a type (A, AAAA, SOA, TXT ...) nor a class (IN, CH)", word));
        }
    }

    static void only_once(bool& seen, const std::string& word) {
        if (std::exchange(seen, true)) {
            throw UsageError(fmt::format("'{}' is one too many of its kind", word));
        }
    }

    Check check_;
    bool seen_server_ = false;
    bool seen_expect_ = false;
    bool seen_timeout_ = false;
    bool seen_type_ = false;
    bool seen_class_ = false;
};

} // namespace

Check parse_check(std::string_view spec) {
    return Parser(spec).parse();
}

} // namespace anyward
