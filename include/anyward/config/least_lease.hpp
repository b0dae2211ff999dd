#pragma once

#include "anyward/base/time.hpp"
#include "anyward/config/settings.hpp"

namespace anyward {

/// The shortest lease that these settings allow: while a failure is being confirmed there is no evidence, and the
/// address must not go before the verdict.
Duration least_lease(const Settings& settings);

} // namespace anyward
