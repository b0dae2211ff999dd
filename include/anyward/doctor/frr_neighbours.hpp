#pragma once

#include "anyward/base/time.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/doctor/frr_config.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What FRR prints as JSON (8.4 and 10.3 look the same here).
namespace anyward::doctor {

/// A BGP neighbour, as far as it matters here.
struct FrrNeighbour {
    std::string name;                ///< its address, or the interface of an unnumbered one
    bool external;                   ///< of another AS
    Duration advertisement_interval; ///< MRAI
    bool restarts_gracefully;        ///< we announce that we come back, and it has not said that it does not care
    bool restart_is_per_neighbour;   ///< set for this neighbour, not for all
    int restart_seconds;             ///< for so long it keeps our routes
};

/// `show bgp neighbors json`. @throws NotLookedAt for anything else
std::vector<FrrNeighbour> parse_frr_neighbours(std::string_view json);
/// Which neighbours hear of a return too late, or keep our routes when this host dies.
/// @param config with its `bgp`
Findings examine_neighbours(const Settings& settings, const FrrConfig& config,
                            const std::vector<FrrNeighbour>& neighbours);

/// `show ip route PREFIX json`: the protocols, but those of the address itself and of BGP. @throws NotLookedAt
std::vector<std::string> other_protocols(std::string_view json);
/// `show bgp FAMILY unicast PREFIX json`: whether this host is one of its origins. @throws NotLookedAt
bool has_own_path(std::string_view json);

} // namespace anyward::doctor
