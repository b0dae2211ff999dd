#pragma once

#include "anyward/announce/announcement.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/health.hpp"

#include <cstdint>
#include <optional>

/// What the settings mean to the policy and to the announcement, in their own terms.
namespace anyward {

HealthRules health_rules(const Settings& settings);

/// @param metric_before see Announcement::Plan
Announcement::Plan announcement_plan(const Settings& settings, std::optional<std::uint32_t> metric_before);

} // namespace anyward
