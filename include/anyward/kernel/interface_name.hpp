#pragma once

#include <string>

namespace anyward {

/// The name of a network interface, for messages.
/// @return "interface INDEX" where none has this index, or no descriptor is left to ask with
std::string interface_name(unsigned index);

} // namespace anyward
