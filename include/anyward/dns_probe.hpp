#pragma once

#include "anyward/check.hpp"
#include "anyward/event_loop.hpp"
#include "anyward/ip.hpp"
#include "anyward/verdict.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

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

/// One asking of a check over UDP, from a socket, a source port and an id of its own. Only a response from
/// the server's address and port, with that id and question, is taken for the answer.
class DnsProbe {
public:
    /// Gets the verdict, once, from the event loop (never from within the constructor); may destroy the probe.
    using OnVerdict = std::function<void(const Verdict&)>;

    DnsProbe(EventLoop& loop, const Check& check, const ProbeTarget& target, Duration timeout, OnVerdict on_verdict);
    ~DnsProbe();
    DnsProbe(const DnsProbe&) = delete;
    DnsProbe& operator=(const DnsProbe&) = delete;

private:
    void send(const ProbeTarget& target);
    void on_readable();
    void on_deadline();
    void fail_soon(VerdictKind kind, std::string detail);
    void finish(VerdictKind kind, std::string detail);

    const Check& check_;
    const std::string server_;
    OnVerdict on_verdict_;
    std::uint16_t id_;
    int socket_ = -1;
    Time sent_;
    EventLoop::Source readable_;
    EventLoop::Source deadline_;
    Verdict at_deadline_; ///< the verdict if nothing better comes
};

} // namespace anyward
