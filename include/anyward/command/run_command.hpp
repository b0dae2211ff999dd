#pragma once

#include "anyward/config/settings.hpp"

#include <functional>

namespace anyward {

/// `anyward run`. A reload is a daemon after the other in this process: what the first has announced is adopted by the
/// next.
/// @param read_again what the command line and its file say now. @throws std::exception where that is not valid
/// @return the exit status
/// @throws std::runtime_error when it cannot start (no CAP_NET_ADMIN, the name is taken)
int run_daemon(Settings settings, const std::function<Settings()>& read_again);

} // namespace anyward
