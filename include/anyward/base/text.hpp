#pragma once

#include <string>
#include <string_view>

namespace anyward {

/// Without the blanks (spaces, tabs, carriage returns) at both ends. @return a part of `text`
std::string_view trimmed(std::string_view text);

/// Fit for a detail, whatever a server or a program has sent: each byte that is no printable ASCII becomes '?'.
std::string printable(std::string text);

/// Fit for one line of a log: what is longer than 200 bytes ends there, and with "...".
std::string shortened(std::string text);

} // namespace anyward
