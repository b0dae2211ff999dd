#include "anyward/dns_probe.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <net/if.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

std::uint16_t random_id() {
    std::uint16_t id = 0;
    if (getrandom(&id, sizeof id, 0) != sizeof id) {
        throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    return id;
}

std::string error_text(int error) {
    return std::generic_category().message(error);
}

Duration since(Time start) {
    return std::chrono::duration_cast<Duration>(EventLoop::now() - start);
}

} // namespace

ProbeTarget ProbeTarget::at_home(const Endpoint& server, const std::string& device) {
    if (server.address.family() == AF_INET) {
        return {.server = server, .source = IpAddress::loopback(AF_INET)};
    }
    // The source has to be an address of that device, or the kernel does not match an ICMPv6 error to the socket
    // and a refusal is a timeout.
    const auto source = device == "lo" ? IpAddress::loopback(AF_INET6) : server.address;
    return {.server = server, .source = source, .device = device};
}

DnsProbe::DnsProbe(EventLoop& loop, const Check& check, const ProbeTarget& target, Duration timeout,
                   OnVerdict on_verdict)
    : check_(check), server_(target.server.to_string()), on_verdict_(std::move(on_verdict)), id_(random_id()),
      sent_(EventLoop::now()),
      deadline_(loop.timer([this] { on_deadline(); })), at_deadline_{VerdictKind::timeout,
                                                                     fmt::format("{} did not answer within {}", server_,
                                                                                 format_duration(timeout))} {
    deadline_.arm(sent_ + timeout);
    send(target);
    if (socket_ >= 0) {
        readable_ = loop.on_readable(socket_, [this] { on_readable(); });
    }
}

DnsProbe::~DnsProbe() {
    readable_ = {};
    if (socket_ >= 0) {
        close(socket_);
    }
}

void DnsProbe::send(const ProbeTarget& target) {
    const int family = target.server.address.family();
    socket_ = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (socket_ < 0) {
        fail_soon(VerdictKind::unreachable, fmt::format("no socket for the question: {}", error_text(errno)));
        return;
    }
    if (!target.device.empty() && setsockopt(socket_, SOL_SOCKET, SO_BINDTODEVICE, target.device.c_str(),
                                             static_cast<socklen_t>(target.device.size())) != 0) {
        fail_soon(VerdictKind::unreachable, fmt::format("cannot ask through {}: {}", target.device, error_text(errno)));
        return;
    }
    sockaddr_storage address;
    if (target.source) {
        const auto length = Endpoint{*target.source, 0}.to_sockaddr(address);
        if (bind(socket_, reinterpret_cast<sockaddr*>(&address), length) != 0) {
            fail_soon(VerdictKind::unreachable,
                      fmt::format("cannot ask from {}: {}", target.source->to_string(), error_text(errno)));
            return;
        }
    }
    const auto length = target.server.to_sockaddr(address);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&address), length) != 0) {
        fail_soon(VerdictKind::unreachable, fmt::format("no way to {}: {}", server_, error_text(errno)));
        return;
    }
    const auto bytes = question_bytes(check_.question, id_);
    if (::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) {
        const auto kind = errno == ECONNREFUSED ? VerdictKind::refused : VerdictKind::unreachable;
        fail_soon(kind, fmt::format("cannot send to {}: {}", server_, error_text(errno)));
    }
}

void DnsProbe::on_readable() {
    std::array<std::uint8_t, 65535> datagram;
    const auto length = recv(socket_, datagram.data(), datagram.size(), 0);
    if (length < 0) {
        if (errno == ECONNREFUSED) {
            finish(VerdictKind::refused, fmt::format("nothing listens on {}", server_));
        } else if (errno != EAGAIN && errno != EINTR) {
            finish(VerdictKind::unreachable, fmt::format("{}: {}", server_, error_text(errno)));
        }
        return;
    }
    auto reading =
        read_answer({datagram.data(), static_cast<std::size_t>(length)}, check_.question, id_, check_.expect);
    if (reading.ours) {
        finish(reading.kind, fmt::format("{}: {}", server_, reading.detail));
    } else {
        at_deadline_ = {reading.kind, fmt::format("{}: {}", server_, reading.detail)};
    }
}

void DnsProbe::on_deadline() {
    finish(at_deadline_.kind, std::move(at_deadline_.detail));
}

void DnsProbe::fail_soon(VerdictKind kind, std::string detail) {
    at_deadline_ = {kind, std::move(detail)};
    deadline_.arm(sent_);
}

void DnsProbe::finish(VerdictKind kind, std::string detail) {
    const Verdict verdict{kind, std::move(detail), since(sent_)};
    readable_ = {};
    deadline_.disarm();
    const auto on_verdict = std::move(on_verdict_); // the call may destroy this
    on_verdict(verdict);
}

} // namespace anyward
