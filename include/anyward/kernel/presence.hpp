#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/time.hpp"
#include "anyward/kernel/netlink.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace anyward {

/// What the kernel has of one service address.
struct Presence {
    bool announced = false;        ///< on the interface
    std::uint32_t metric = 0;      ///< with this route priority
    std::uint32_t flags = 0;       ///< and these, IFA_F_*
    std::optional<Time> expires{}; ///< when the kernel deletes it by itself; none: never
    bool held = false;             ///< reachable on this host through the hold route
};

/// Whether an address is on that interface, whole and without a peer: the only form that we add, look for and delete.
/// @param interface_index 0, where there is none, has no address
bool is_exact(const InterfaceAddress& found, unsigned interface_index);

/// @param found, holds what Netlink says, for all addresses of the host  @param now when it did
/// @return for each of the service addresses, in their order
std::vector<Presence> presence_of(std::span<const IpAddress> service_addresses, unsigned interface_index,
                                  std::span<const InterfaceAddress> found, std::span<const IpAddress> holds, Time now);

} // namespace anyward
