#pragma once

#include "anyward/announcement.hpp"
#include "anyward/health.hpp"
#include "anyward/settings.hpp"

#include <cstdint>
#include <optional>

/// What the settings mean to the policy and to the announcement, in their own terms.
namespace anyward {

HealthRules health_rules(const Settings& settings);

/// @param metric_before see Announcement::Plan
Announcement::Plan announcement_plan(const Settings& settings, std::optional<std::uint32_t> metric_before);

} // namespace anyward
