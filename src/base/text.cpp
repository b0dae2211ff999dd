#include "anyward/base/text.hpp"

#include <algorithm>
#include <cctype>

namespace anyward {

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string printable(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return std::isprint(c) == 0; }, '?');
    return text;
}

std::string shortened(std::string text) {
    constexpr std::size_t longest = 200;
    if (text.size() > longest) {
        text.replace(longest, std::string::npos, "...");
    }
    return text;
}

} // namespace anyward
