#pragma once

#include "anyward/base/ip.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

/// rtnetlink: what addresses and hold routes the kernel has, changing them, and hearing of changes.
namespace anyward {

/// After which the kernel deletes an address by itself.
using Lifetime = std::chrono::duration<std::uint32_t>;
constexpr Lifetime for_ever{0xffffffff}; // INFINITY_LIFE_TIME

/// An address as the kernel has it.
struct InterfaceAddress {
    IpAddress address;
    unsigned prefix_length;
    unsigned interface_index;
    bool has_peer;        ///< IFA_ADDRESS differs from IFA_LOCAL
    std::string label;    ///< IFA_LABEL, the interface's name where none was set; empty for IPv6
    unsigned scope;       ///< RT_SCOPE_*
    std::uint32_t metric; ///< IFA_RT_PRIORITY, 0 for the kernel's own
    std::uint32_t flags;  ///< IFA_F_*
    Lifetime valid;       ///< what is left of it
};

struct AddAddress {
    unsigned interface_index;
    IpAddress address;
    std::string label;        ///< empty: none
    std::uint32_t metric = 0; ///< IFA_RT_PRIORITY, 0 for the kernel's own
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

/// The requests' socket. Each call waits for the kernel's answer, which a netlink request has at once.
/// @throws std::system_error when the socket itself fails
class Netlink {
public:
    Netlink();
    ~Netlink();

    /// Whether this process may change addresses here (CAP_NET_ADMIN over this network namespace).
    bool may_change();
    /// An interface's index, without a descriptor more, which if_nametoindex(3) takes; 0 where none has that name.
    unsigned index_of(const std::string& interface);
    /// Every address of every interface.
    std::vector<InterfaceAddress> addresses();
    /// The addresses that a hold stands for.
    std::vector<IpAddress> holds();
    /// Sends all changes, in their order. @return an outcome for each
    std::vector<Outcome> apply(std::span<const Change> changes);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace anyward
