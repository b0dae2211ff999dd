#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/owned_fd.hpp"
#include "anyward/check/verdict.hpp"

#include <optional>
#include <string>
#include <variant>

namespace anyward {

/// Whom a probe asks, and what keeps it on this host where the server is an own address.
struct ProbeTarget {
    Endpoint server;
    std::optional<IpAddress> source{}; ///< bind to this address
    std::string device{};              ///< bind to this device (SO_BINDTODEVICE)

    /// An own service address. Over IPv4 the source is 127.0.0.1, from which the kernel refuses to route off the
    /// host; over IPv6 the probe is bound to the device through which the address is reached, and to an address
    /// of that device.
    static ProbeTarget at_home(const Endpoint& server, const std::string& device);

    bool operator==(const ProbeTarget&) const = default;
};

/// Why no answer can come: `refused`, `unreachable`, or `malformed` where a connection ended without one.
struct ExchangeFailure {
    VerdictKind kind;
    std::string detail;
};

/// @param error an errno value
ExchangeFailure failure_of(const Endpoint& endpoint, int error);

/// A non-blocking socket, bound as the target says and connected, or (TCP) connecting.
/// @param type SOCK_DGRAM or SOCK_STREAM
std::variant<OwnedFd, ExchangeFailure> connected_socket(const ProbeTarget& target, int type);

} // namespace anyward
