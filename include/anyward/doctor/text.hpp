#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Reading what other programs print and people write. The views are parts of the text that is handed in.
namespace anyward::doctor {

/// The lines, without their ends.
std::vector<std::string_view> lines_of(std::string_view text);
/// The words between blanks.
std::vector<std::string_view> words_of(std::string_view line);
/// "a, b and c"
std::string join_with_and(const std::vector<std::string>& items);

} // namespace anyward::doctor
