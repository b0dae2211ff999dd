#pragma once

#include "anyward/base/log.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/history.hpp"

#include <cstdint>
#include <optional>

/// A reload is a daemon after the other in one process: what the first has announced is adopted by the next.
namespace anyward {

/// What one daemon hands over to the next.
struct Handover {
    /// What is announced was announced with it, and another is wanted; none: what is there is taken as it is.
    std::optional<std::uint32_t> metric_before{};
    History history{};
};
Handover handover(const Settings& before, const Settings& next, const History& history);

/// Withdraws what the next settings do not announce any more, and leaves the rest for adoption.
/// @throws std::runtime_error where the kernel cannot be asked
void withdraw_removed(const Log& log, const Settings& before, const Settings& next);

} // namespace anyward
