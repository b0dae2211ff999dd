#pragma once

#include "anyward/base/ip.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>

/// What can be changed in the kernel.
namespace anyward {

/// After which the kernel deletes an address by itself.
using Lifetime = std::chrono::duration<std::uint32_t>;
constexpr Lifetime for_ever{0xffffffff}; // INFINITY_LIFE_TIME

/// IFA_RT_PRIORITY is the metric of each; 0 is the kernel's own.
struct AddAddress {
    unsigned interface_index;
    IpAddress address;
    std::string label; ///< empty: none
    std::uint32_t metric = 0;
    Lifetime valid = for_ever;
};
/// Another lifetime for an address that is there. FRR, told of it, updates nothing.
struct RenewAddress {
    unsigned interface_index;
    IpAddress address;
    std::uint32_t metric; ///< as it is: the kernel would take another one, or none, for a change
    std::uint32_t flags;  ///< the same
    Lifetime valid;
};
struct DeleteAddress {
    unsigned interface_index;
    IpAddress address;
};
/// The route to an IPv6 address that the kernel keeps in the main table with it. FRR does not look at it: its connected
/// route comes from the address.
struct DeletePrefixRoute {
    unsigned interface_index;
    IpAddress address;
    std::uint32_t metric; ///< the address's
};
/// The hold: `local ADDRESS dev lo table local proto 199 metric 1`. FRR ignores it, and it outlives the
/// address's coming and going.
struct AddHold {
    IpAddress address;
};
struct DeleteHold {
    IpAddress address;
};
using Change = std::variant<AddAddress, RenewAddress, DeleteAddress, DeletePrefixRoute, AddHold, DeleteHold>;

/// What the kernel said to a change.
struct Outcome {
    int error = 0;      ///< 0 or an errno value
    std::string text{}; ///< the errno's text, and the kernel's extended-ack text where it gave one
};

/// "add 192.0.2.53/32 to lo", for the log; asks the kernel for the interface's name.
std::string describe(const Change& change);

} // namespace anyward
