#pragma once

#include "anyward/base/time.hpp"
#include "anyward/kernel/netlink.hpp"

#include <optional>

/// The lease: the valid lifetime that the kernel enforces on an announced address. It runs from the latest evidence,
/// and only further evidence makes it longer; so a daemon that is killed, stopped or stuck leaves no address behind.
namespace anyward {

struct Lease {
    Duration length;
    Duration step; ///< it is made longer when it can be by this much, or more

    /// Made longer by half of what it has to spare: seldom enough to cost little, and one renewal may fail.
    /// @param least how long it has to be, so that it does not end while a failure is being confirmed
    static Lease with_spare(Duration length, Duration least);
};

/// For an address that is added now.
Lifetime lifetime(const std::optional<Lease>& lease, Time evidence, Time now);

/// Another lifetime for an address that is there, where it needs one.
/// @param expires when the kernel deletes it; none: never
/// @param evidence none: adopted, and nothing has passed yet; then the lifetime is only ever made shorter
std::optional<Lifetime> renewal(const std::optional<Lease>& lease, std::optional<Time> expires,
                                std::optional<Time> evidence, Time now);

} // namespace anyward
