#pragma once

#include "anyward/announce/announcement.hpp"
#include "anyward/announce/lease.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/rules.hpp"

#include <cstdint>
#include <optional>

/// What the settings mean to the policy and to the announcement, in their own terms.
namespace anyward {

HealthRules health_rules(const Settings& settings);

/// @param metric_before what is there now was announced with this metric, and another may be wanted; none: the
/// settings'
Announcement::Plan announcement_plan(const Settings& settings, std::optional<std::uint32_t> metric_before);

/// None: announced for ever.
std::optional<Lease> lease_from(const Settings& settings);

} // namespace anyward
