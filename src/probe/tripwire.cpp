#include "anyward/probe/tripwire.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <sys/socket.h>
#include <utility>
#include <variant>

namespace anyward {

namespace {

using namespace std::chrono_literals;

// A server without TCP may get it by a change of its configuration; asking this seldom costs nothing.
constexpr Duration longest_delay = 1min;

} // namespace

Tripwire::Tripwire(EventLoop& loop, Duration interval, Events events)
    : loop_(loop), interval_(interval), delay_(interval), events_(std::move(events)),
      again_(loop.timer([this] { connect(); })) {}

void Tripwire::set_target(const std::optional<ProbeTarget>& target) {
    if (target == target_) {
        return;
    }
    target_ = target;
    had_tcp_ = false;
    delay_ = interval_;
    ready_ = {};
    socket_ = OwnedFd();
    again_.disarm();
    if (target_) {
        connect();
    }
}

void Tripwire::connect() {
    connected_at_ = EventLoop::now();
    auto opened = connected_socket(*target_, SOCK_STREAM);
    if (const auto* failure = std::get_if<ExchangeFailure>(&opened)) {
        give_up_for_now(*failure);
        return;
    }
    socket_ = std::move(std::get<OwnedFd>(opened));
    ready_ = loop_.on_writable(socket_.get(), [this] { on_connected(); });
}

void Tripwire::on_connected() {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &length);
    ready_ = {}; // a descriptor can be watched once only
    if (error == ECONNRESET) {
        end();
        return;
    }
    if (error != 0) {
        give_up_for_now(failure_of(target_->server, error));
        return;
    }
    had_tcp_ = true;
    delay_ = interval_;
    ready_ = loop_.on_readable(socket_.get(), [this] { on_readable(); });
}

void Tripwire::on_readable() {
    std::array<std::uint8_t, 512> unasked;
    const auto length = recv(socket_.get(), unasked.data(), unasked.size(), 0);
    if (length > 0 || (length < 0 && (errno == EAGAIN || errno == EINTR))) {
        return;
    }
    end();
}

void Tripwire::end() {
    ready_ = {};
    socket_ = OwnedFd();
    again_.arm(connected_at_ + interval_);
    events_.on_trip();
}

void Tripwire::give_up_for_now(const ExchangeFailure& failure) {
    socket_ = OwnedFd();
    again_.arm(connected_at_ + delay_);
    delay_ = std::min(2 * delay_, std::max(longest_delay, interval_));
    if (!std::exchange(had_tcp_, true)) { // of one that had it, the probes have more to say
        events_.on_no_tcp(failure.detail);
    }
}

} // namespace anyward
