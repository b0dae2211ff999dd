#pragma once

#include "anyward/ip.hpp"

#include <memory>
#include <optional>
#include <string>

namespace anyward {

/// Asks the kernel which way somebody else's route leads.
class RouteLookup {
public:
    RouteLookup();
    ~RouteLookup();

    /// The next hop of a route to exactly this address that leaves the host, where the routing rules reach one; "dev
    /// IF" for one without a gateway. Holds, and addresses of the host's own, do not hide it: every interface but
    /// loopback is asked for by itself, and a lookup with an outgoing interface passes over routes of another.
    std::optional<std::string> elsewhere(const IpAddress& address);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace anyward
