#pragma once

#include <string>
#include <string_view>

namespace anyward {

/// Without the blanks (spaces, tabs, carriage returns) at both ends. @return a part of `text`
std::string_view trimmed(std::string_view text);

/// Fit for a detail, whatever a server or a program has sent: each byte that is no printable ASCII becomes '?'.
std::string printable(std::string text);

} // namespace anyward
