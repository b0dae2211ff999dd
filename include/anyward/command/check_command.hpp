#pragma once

#include "anyward/config/settings.hpp"

namespace anyward {

/// `anyward check`: asks every check once and prints a line each to stdout.
/// @return 0 when every check passes, 1 when only soft checks fail, 2 when another one does
int run_checks(const Settings& settings);

} // namespace anyward
