#pragma once

#include "anyward/config/settings.hpp"

#include <string>
#include <vector>

namespace anyward {

/// `anyward run`. A reload is a daemon after the other in this process: what the first has announced is adopted by the
/// next.
/// @param arguments the command line, which is read again, with its file, for a reload
/// @return the exit status
/// @throws std::runtime_error when it cannot start (no CAP_NET_ADMIN, the name is taken)
int run_daemon(Settings settings, const std::vector<std::string>& arguments);

} // namespace anyward
