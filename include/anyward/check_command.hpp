#pragma once

#include "anyward/settings.hpp"

namespace anyward {

/// `anyward check`: asks every check once and prints a line each to stdout.
/// @return 0 when every check passes, 2 when one fails
int run_checks(const Settings& settings);

} // namespace anyward
