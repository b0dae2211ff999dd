#pragma once

#include "anyward/base/ip.hpp"

#include <memory>
#include <set>

namespace anyward {

/// What may have changed in the kernel.
struct KernelChanges {
    bool own = false;           ///< addresses, links, hold routes
    std::set<IpAddress> routes; ///< somebody else's routes to these, each a whole address
    bool missed = false;        ///< notifications were lost (ENOBUFS), so anything may be otherwise
};

/// The notifications' socket. Subscribed once constructed. Of routes the kernel hands over only holds and those to a
/// whole address: on a host with a full BGP table they come by the hundred thousand.
class NetlinkMonitor {
public:
    NetlinkMonitor();
    ~NetlinkMonitor();
    /// Stays the monitor's.
    [[nodiscard]] int fd() const;
    /// Reads all that is waiting.
    KernelChanges drain();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace anyward
