#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace anyward::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// A finding, where it does not hold.
inline void must(bool holds) {
    if (!holds) {
        std::abort();
    }
}

/// Fit for a line of the log and for a terminal: no control character, nor one of U+0080 to U+009F.
inline bool is_printable_line(std::string_view text) {
    const auto is_control = [](unsigned char c) { return std::iscntrl(c) != 0; };
    const auto is_c1 = [](char first, char second) {
        return first == '\xc2' && static_cast<unsigned char>(second) < 0xa0;
    };
    return std::ranges::none_of(text, is_control) && std::ranges::adjacent_find(text, is_c1) == text.end();
}

} // namespace anyward::fuzz
