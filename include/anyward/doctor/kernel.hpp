#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/kernel/netlink.hpp"

#include <set>
#include <vector>

/// The kernel's side: privileges, and the addresses as it has them.
namespace anyward::doctor {

/// What the kernel has, and what it lets us do.
struct KernelState {
    bool may_change;                         ///< this process may change addresses
    bool daemon_is_running;                  ///< an anyward of this name runs, so that one may in any case
    unsigned interface_index;                ///< 0: there is none
    std::vector<InterfaceAddress> addresses; ///< of every interface
    std::vector<IpAddress> holds;            ///< that hold routes stand for
};

/// @throws std::system_error when netlink itself fails
KernelState read_kernel(const Settings& settings);

/// Whether `anyward run` may announce here at all.
Findings examine_privileges(const Settings& settings, const KernelState& state);
/// Service addresses that anyward would not withdraw, or that routing daemons disagree about.
Findings examine_addresses(const Settings& settings, const KernelState& state);

/// The service addresses that are on the interface, as anyward announces them.
std::set<IpAddress> announced(const Settings& settings, const KernelState& state);

} // namespace anyward::doctor
