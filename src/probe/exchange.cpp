#include "anyward/probe/exchange.hpp"

#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <utility>
#include <variant>

namespace anyward {

namespace {

constexpr std::size_t length_size = 2;

bool is_transient(int error) {
    return error == EAGAIN || error == EINTR;
}

} // namespace

std::optional<ExchangeFailure> UdpExchange::start(EventLoop& loop, const ProbeTarget& target,
                                                  std::span<const std::uint8_t> message) {
    server_ = target.server;
    auto opened = connected_socket(target, SOCK_DGRAM);
    if (auto* failure = std::get_if<ExchangeFailure>(&opened)) {
        return std::move(*failure);
    }
    socket_ = std::move(std::get<OwnedFd>(opened));
    if (send(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL) < 0) {
        return failure_of(*server_, errno);
    }
    readable_ = loop.on_readable(socket_.get(), [this] { on_readable(); });
    return std::nullopt;
}

void UdpExchange::on_readable() {
    std::array<std::uint8_t, 65535> datagram;
    const auto length = recv(socket_.get(), datagram.data(), datagram.size(), 0);
    if (length >= 0) {
        events_.on_message({datagram.data(), static_cast<std::size_t>(length)});
    } else if (!is_transient(errno)) {
        const auto failure = failure_of(*server_, errno);
        readable_ = {}; // or it would fail again and again
        events_.on_failure(failure);
    }
}

std::optional<ExchangeFailure> TcpExchange::start(EventLoop& loop, const ProbeTarget& target,
                                                  std::span<const std::uint8_t> message) {
    server_ = target.server;
    auto opened = connected_socket(target, SOCK_STREAM);
    if (auto* failure = std::get_if<ExchangeFailure>(&opened)) {
        return std::move(*failure);
    }
    socket_ = std::move(std::get<OwnedFd>(opened));
    unsent_ = {static_cast<std::uint8_t>(message.size() >> 8), static_cast<std::uint8_t>(message.size())};
    unsent_.insert(unsent_.end(), message.begin(), message.end());
    ready_ = loop.on_writable(socket_.get(), [this, &loop] { on_writable(loop); });
    return std::nullopt;
}

void TcpExchange::on_writable(EventLoop& loop) {
    const auto length = send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (length >= 0) {
        unsent_.erase(unsent_.begin(), unsent_.begin() + length);
        if (unsent_.empty()) {
            ready_ = {}; // a descriptor can be watched once only
            ready_ = loop.on_readable(socket_.get(), [this] { on_readable(); });
        }
    } else if (!is_transient(errno)) {
        fail(errno);
    }
}

void TcpExchange::on_readable() {
    std::array<std::uint8_t, 65535> part;
    // No more than this message: what follows it stays with the kernel, and the loop calls again.
    const auto length = recv(socket_.get(), part.data(), missing(), 0);
    if (length > 0) {
        received_.insert(received_.end(), part.begin(), part.begin() + length);
        if (missing() == 0) {
            const std::vector message(received_.begin() + length_size, received_.end());
            received_.clear();
            events_.on_message(message);
        }
    } else if (length == 0) {
        fail(ECONNRESET);
    } else if (!is_transient(errno)) {
        fail(errno);
    }
}

void TcpExchange::fail(int error) {
    ready_ = {}; // or it would fail again and again
    events_.on_failure(failure_of(*server_, error));
}

/// How many bytes are to come: of the length, then of the message that it announces.
std::size_t TcpExchange::missing() const {
    if (received_.size() < length_size) {
        return length_size - received_.size();
    }
    return length_size + static_cast<std::size_t>(received_[0] << 8 | received_[1]) - received_.size();
}

} // namespace anyward
