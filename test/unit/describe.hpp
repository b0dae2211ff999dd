#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/health/health.hpp"
#include "anyward/probe/dns_probe.hpp"

#include <doctest/doctest.h>
#include <initializer_list>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

/// What doctest prints of our types when a comparison fails, and what several test files ask of texts.
namespace anyward {

inline std::ostream& operator<<(std::ostream& out, VerdictKind kind) {
    return out << to_string(kind);
}
inline std::ostream& operator<<(std::ostream& out, State state) {
    return out << to_string(state);
}
inline std::ostream& operator<<(std::ostream& out, const IpAddress& address) {
    return out << address.to_string();
}
inline std::ostream& operator<<(std::ostream& out, const Endpoint& endpoint) {
    return out << endpoint.to_string();
}
inline std::ostream& operator<<(std::ostream& out, const ProbeTarget& target) {
    return out << target.server << " from " << (target.source ? target.source->to_string() : "anywhere") << " through '"
               << target.device << "'";
}

/// @return empty when `text` is one line with all of `parts` in it, else what is wrong with it
inline std::string lacks(std::string_view text, std::initializer_list<std::string_view> parts) {
    for (const auto part : parts) {
        if (text.find(part) == std::string_view::npos) {
            return "'" + std::string(part) + "' in '" + std::string(text) + "'";
        }
    }
    return text.find('\n') == std::string_view::npos ? "" : "a single line in '" + std::string(text) + "'";
}

inline IpAddress ip(std::string_view text) {
    return IpAddress::parse(text).value();
}

inline Endpoint endpoint(std::string_view text) {
    return Endpoint::parse(text).value();
}

} // namespace anyward
