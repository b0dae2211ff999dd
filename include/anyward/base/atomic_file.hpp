#pragma once

#include <string>
#include <string_view>

namespace anyward {

/// Writes a file as a whole or not at all, by way of PATH.new: what is read under its name is complete. Anybody may
/// read it.
/// @throws std::system_error; then what was there is there still
void write_atomically(const std::string& path, std::string_view text);

} // namespace anyward
