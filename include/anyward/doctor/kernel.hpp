#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/kernel/netlink.hpp"

#include <set>
#include <vector>

/// The kernel's side: privileges, and the addresses as it has them.
namespace anyward::doctor {

struct KernelState {
    bool may_change;          ///< this process may change addresses
    bool daemon_is_running;   ///< an anyward of this name runs, so that one may in any case
    unsigned interface_index; ///< 0: there is none
    std::vector<InterfaceAddress> addresses;
    std::vector<IpAddress> holds;
};

KernelState read_kernel(const Settings& settings);

Findings examine_privileges(const Settings& settings, const KernelState& state);
Findings examine_addresses(const Settings& settings, const KernelState& state);

/// The service addresses that are on the interface, as anyward announces them.
std::set<IpAddress> announced(const Settings& settings, const KernelState& state);

} // namespace anyward::doctor
