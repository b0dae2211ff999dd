#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/owned_fd.hpp"
#include "anyward/probe/connection.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace anyward {

/// Neither may destroy the exchange; EventLoop::defer() is for that.
struct ExchangeEvents {
    std::function<void(std::span<const std::uint8_t>)> on_message;
    std::function<void(const ExchangeFailure&)> on_failure; ///< once, and nothing after it
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
    /// @param error an errno value
    void fail(int error);
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
