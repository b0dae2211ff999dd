#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/ip.hpp"
#include "anyward/base/owned_fd.hpp"
#include "anyward/check/verdict.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

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

/// Neither may destroy the exchange; EventLoop::defer() is for that.
struct ExchangeEvents {
    std::function<void(std::span<const std::uint8_t>)> on_message;
    std::function<void(const ExchangeFailure&)> on_failure;
};

/// One message sent to a nameserver, and what comes back. Over a connected socket of its own: the kernel takes nothing
/// but the server's datagrams for the answer.
class UdpExchange {
public:
    explicit UdpExchange(ExchangeEvents events) : events_(std::move(events)) {}
    /// Sends the message. @return a failure that shows at once; no event follows it
    std::optional<ExchangeFailure> start(EventLoop& loop, const ProbeTarget& target,
                                         std::span<const std::uint8_t> message);

private:
    void on_readable();

    ExchangeEvents events_;
    std::optional<Endpoint> server_; ///< once started
    OwnedFd socket_;
    EventLoop::Source readable_;
};

/// The same over TCP, with the length before each message (RFC 1035 4.2.2), in however many parts the bytes come.
class TcpExchange {
public:
    explicit TcpExchange(ExchangeEvents events) : events_(std::move(events)) {}
    std::optional<ExchangeFailure> start(EventLoop& loop, const ProbeTarget& target,
                                         std::span<const std::uint8_t> message);

private:
    void on_writable(EventLoop& loop);
    void on_readable();
    [[nodiscard]] std::size_t missing() const;

    ExchangeEvents events_;
    std::optional<Endpoint> server_; ///< once started
    OwnedFd socket_;
    std::vector<std::uint8_t> unsent_;
    std::vector<std::uint8_t> received_;
    EventLoop::Source ready_; ///< to write until all is sent, to read from then on
};

} // namespace anyward
