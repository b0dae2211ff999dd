#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"

#include <map>
#include <set>
#include <string>

namespace anyward::doctor {

/// What vtysh printed, unread.
struct FrrState {
    /// Of one service address.
    struct AddressState {
        bool present;       ///< on the interface, so that FRR has its connected route
        std::string routes; ///< show ip route ADDRESS/32 json, or ipv6
        std::string paths;  ///< show bgp ipv4 unicast ADDRESS/32 json, or ipv6
    };
    std::string running_config;                  ///< show running-config
    std::string neighbours;                      ///< show bgp neighbors json
    std::map<IpAddress, AddressState> addresses; ///< all service addresses
};

/// Asks vtysh; without a `router bgp` for the running configuration only.
/// @param announced the service addresses that are on the interface now
/// @throws NotLookedAt where there is no vtysh, no FRR, or the interface belongs to a VRF
FrrState read_frr(const Settings& settings, const std::set<IpAddress>& announced);

/// What keeps FRR from announcing or withdrawing the service addresses, and what its neighbours would misunderstand.
/// @throws NotLookedAt where the state is not what FRR prints
Findings examine_frr(const Settings& settings, const FrrState& state);

} // namespace anyward::doctor
