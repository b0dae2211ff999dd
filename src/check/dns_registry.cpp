#include "anyward/check/dns_registry.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <fmt/format.h>

namespace anyward {

namespace {

struct Rcode {
    std::string_view name;
    std::uint16_t code;
};
// IANA's registry, with dig's spelling. ldns has no names for the extended ones, and NOTIMPL for 4.
constexpr std::array rcodes{Rcode{"NOERROR", 0},   Rcode{"FORMERR", 1}, Rcode{"SERVFAIL", 2}, Rcode{"NXDOMAIN", 3},
                            Rcode{"NOTIMP", 4},    Rcode{"REFUSED", 5}, Rcode{"YXDOMAIN", 6}, Rcode{"YXRRSET", 7},
                            Rcode{"NXRRSET", 8},   Rcode{"NOTAUTH", 9}, Rcode{"NOTZONE", 10}, Rcode{"BADVERS", 16},
                            Rcode{"BADCOOKIE", 23}};

// IANA's registry of extended DNS errors (RFC 8914 and later), by number.
constexpr std::array<std::string_view, 28> extended_errors{"Other",
                                                           "Unsupported DNSKEY Algorithm",
                                                           "Unsupported DS Digest Type",
                                                           "Stale Answer",
                                                           "Forged Answer",
                                                           "DNSSEC Indeterminate",
                                                           "DNSSEC Bogus",
                                                           "Signature Expired",
                                                           "Signature Not Yet Valid",
                                                           "DNSKEY Missing",
                                                           "RRSIGs Missing",
                                                           "No Zone Key Bit Set",
                                                           "NSEC Missing",
                                                           "Cached Error",
                                                           "Not Ready",
                                                           "Blocked",
                                                           "Censored",
                                                           "Filtered",
                                                           "Prohibited",
                                                           "Stale NXDOMAIN Answer",
                                                           "Not Authoritative",
                                                           "Not Supported",
                                                           "No Reachable Authority",
                                                           "Network Error",
                                                           "Invalid Data",
                                                           "Signature Expired before Valid",
                                                           "Too Early",
                                                           "Unsupported NSEC3 Iterations Value"};

} // namespace

std::string upper(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::toupper(c); });
    return result;
}

std::optional<std::uint16_t> generic_number(std::string_view text, std::string_view prefix) {
    std::uint16_t number = 0;
    const char* last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data() + prefix.size(), last, number);
    return error == std::errc{} && end == last ? std::optional(number) : std::nullopt;
}

std::optional<std::uint16_t> rcode_from(std::string_view text) {
    const auto name = upper(text);
    if (name.starts_with("RCODE")) {
        const auto number = generic_number(name, "RCODE");
        return number <= 0x0fff ? number : std::nullopt; // 12 bits (RFC 6891 6.1.3)
    }
    const auto* found = std::ranges::find(rcodes, name, &Rcode::name);
    return found == rcodes.end() ? std::nullopt : std::optional(found->code);
}

std::string rcode_name(std::uint16_t rcode) {
    const auto* found = std::ranges::find(rcodes, rcode, &Rcode::code);
    return found == rcodes.end() ? fmt::format("RCODE{}", rcode) : std::string(found->name);
}

std::string_view extended_error_name(std::uint16_t code) {
    return code < extended_errors.size() ? extended_errors[code] : std::string_view("unassigned");
}

} // namespace anyward
