#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/kernel/change.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace anyward {

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

/// rtnetlink: what addresses and hold routes the kernel has, and changing them, over a socket for requests. Each call
/// waits for the kernel's answer, which a netlink request has at once.
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
