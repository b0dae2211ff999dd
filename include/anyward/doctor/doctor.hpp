#pragma once

#include "anyward/config/settings.hpp"

namespace anyward {

/// `anyward doctor`: looks at this host, changes nothing, and prints what would stop an announcement or a withdrawal,
/// what misleads, and what could not be looked at.
/// @param json for programs: one object, with the keys of anyward-doctor(8)
/// @return the exit status: 0 nothing found, 1 warnings, 2 errors
/// @throws std::system_error when there is no socket or process to be had
int run_doctor(const Settings& settings, bool json);

} // namespace anyward
