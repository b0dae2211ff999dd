#pragma once

#include "anyward/config/settings.hpp"

/// What depends on several flags.
namespace anyward {

/// Fills in the paths that an instance has by its name. @throws UsageError where that makes the socket's too long
void complete_paths(Settings& settings);
/// Fills in the label that goes with the interface. @throws UsageError where flags contradict each other
void complete(Settings& settings);
/// That the lease covers what the checks may take; for a daemon. @throws UsageError
void check_lease(const Settings& settings);

} // namespace anyward
