#pragma once

#include <string_view>

namespace anyward {

/// Says why a command fails, in one line on stderr; where that cannot be written, it fails all the same.
/// @return `status`
int fail(int status, std::string_view why);

} // namespace anyward
