#pragma once

#include <cstdint>

namespace anyward {

/// Whether a zone's serial is older than another (RFC 1982 3.2; false where that leaves it undefined).
constexpr bool is_behind(std::uint32_t serial, std::uint32_t other) {
    return static_cast<std::int32_t>(other - serial) > 0;
}

} // namespace anyward
