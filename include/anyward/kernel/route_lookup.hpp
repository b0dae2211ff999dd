#pragma once

#include "anyward/base/ip.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace anyward {

/// Asks the kernel which way somebody else's route leads.
class RouteLookup {
public:
    RouteLookup();
    ~RouteLookup();

    /// For each address the next hop of a route to exactly it that leaves the host, where the routing rules reach one;
    /// "dev IF" for one without a gateway. Holds, and addresses of the host's own, do not hide it: every interface but
    /// loopback is asked for by itself, and a lookup with an outgoing interface passes over routes of another.
    std::vector<std::optional<std::string>> elsewhere(std::span<const IpAddress> addresses);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace anyward
