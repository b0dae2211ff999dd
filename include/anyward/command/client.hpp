#pragma once

#include "anyward/config/settings.hpp"

namespace anyward {

// The commands that ask a running daemon by its status socket. Answers go to stdout, errors to stderr, in one line. Of
// what it sends they take the keys that they need: a daemon of a newer release may send more.

/// @return 0 up, 1 degraded, draining or drained, 2 down, 3 no daemon
int show_status(const Settings& settings);

/// Until a signal ends it; waits for a daemon where there is none. @return 3 where stdout is gone, or a daemon sends
/// what cannot be read
int watch(const Settings& settings);

/// @return 0 done (with --wait: once the state is reached), 3 no daemon, or it cannot
int drain(const Settings& settings);
int undrain(const Settings& settings);

} // namespace anyward
