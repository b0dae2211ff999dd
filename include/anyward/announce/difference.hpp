#pragma once

#include "anyward/announce/goal.hpp"
#include "anyward/base/ip.hpp"
#include "anyward/base/time.hpp"
#include "anyward/kernel/change.hpp"
#include "anyward/kernel/presence.hpp"

#include <string>
#include <vector>

namespace anyward {

/// The service addresses as the kernel has them.
struct Sight {
    unsigned interface_index = 0;   ///< 0: there is no such interface
    std::vector<Presence> presence; ///< of each address, in their order
};

/// The changes that lead from what the kernel has to what is wanted, in the order in which they have to be made.
/// @param label IFA_LABEL of what is added, for IPv4; empty: none
/// @param any_metric what is announced may have another metric than the goal's: it was found so
std::vector<Change> difference(const std::vector<IpAddress>& addresses, const std::string& label, const Sight& sight,
                               const Goal& goal, bool any_metric, Time now);

/// Of those addresses that are on the interface, whatever is wanted.
std::vector<Change> deletion(const std::vector<IpAddress>& addresses, const Sight& sight);

} // namespace anyward
