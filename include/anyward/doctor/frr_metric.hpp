#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/doctor/frr_config.hpp"
#include "anyward/doctor/frr_neighbours.hpp"

#include <vector>

namespace anyward::doctor {

/// Whether the metrics that the settings announce with can have an effect on anybody.
/// @param config with its `bgp`  @param neighbours all of them
Findings examine_metrics(const Settings& settings, const FrrConfig& config,
                         const std::vector<FrrNeighbour>& neighbours);

} // namespace anyward::doctor
