#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/owned_fd.hpp"
#include "anyward/probe/connection.hpp"

#include <functional>
#include <optional>
#include <string>

namespace anyward {

/// A TCP connection that is held open, without a question on it, to hear at once when the nameserver's socket closes.
/// Its end is a reason to probe, never a verdict: BIND and Unbound close an idle connection after 30 s.
class Tripwire {
public:
    struct Events {
        std::function<void()> on_trip;                     ///< the connection ended
        std::function<void(const std::string&)> on_no_tcp; ///< it could not be made even once; once for each target
    };

    /// @param interval the least time between two connections
    Tripwire(EventLoop& loop, Duration interval, Events events);

    /// Connects where the target is another than before; none: holds nothing.
    void set_target(const std::optional<ProbeTarget>& target);

private:
    void connect();
    void on_connected();
    void on_readable();
    void end();
    void give_up_for_now(const ExchangeFailure& failure);

    EventLoop& loop_;
    Duration interval_;
    Duration delay_; ///< to the next connection after one that failed
    Events events_;
    std::optional<ProbeTarget> target_;
    bool had_tcp_ = false; ///< or has been said to have none
    Time connected_at_{};
    OwnedFd socket_;
    EventLoop::Source ready_;
    EventLoop::Source again_;
};

} // namespace anyward
