#include "anyward/probe/connection.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <sys/socket.h>
#include <system_error>

namespace anyward {

namespace {

std::string error_text(int error) {
    return std::generic_category().message(error);
}

} // namespace

ExchangeFailure failure_of(const Endpoint& endpoint, int error) {
    const auto server = endpoint.to_string();
    if (error == ECONNREFUSED) {
        return {VerdictKind::refused, fmt::format("nothing listens on {}", server)};
    }
    if (error == ECONNRESET || error == EPIPE) {
        return {VerdictKind::malformed, fmt::format("{} closed the TCP connection without an answer", server)};
    }
    return {VerdictKind::unreachable, fmt::format("{}: {}", server, error_text(error))};
}

std::variant<OwnedFd, ExchangeFailure> connected_socket(const ProbeTarget& target, int type) {
    OwnedFd socket(::socket(target.server.address.family(), type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (socket.get() < 0) {
        return ExchangeFailure{VerdictKind::unreachable,
                               fmt::format("no socket for the question: {}", error_text(errno))};
    }
    if (!target.device.empty() && setsockopt(socket.get(), SOL_SOCKET, SO_BINDTODEVICE, target.device.c_str(),
                                             static_cast<socklen_t>(target.device.size())) != 0) {
        return ExchangeFailure{VerdictKind::unreachable,
                               fmt::format("cannot ask through {}: {}", target.device, error_text(errno))};
    }
    sockaddr_storage address;
    if (target.source) {
        const auto length = Endpoint{*target.source, 0}.to_sockaddr(address);
        if (bind(socket.get(), reinterpret_cast<sockaddr*>(&address), length) != 0) {
            return ExchangeFailure{
                VerdictKind::unreachable,
                fmt::format("cannot ask from {}: {}", target.source->to_string(), error_text(errno))};
        }
    }
    const auto length = target.server.to_sockaddr(address);
    if (connect(socket.get(), reinterpret_cast<sockaddr*>(&address), length) != 0 && errno != EINPROGRESS) {
        return failure_of(target.server, errno);
    }
    return socket;
}

ProbeTarget ProbeTarget::at_home(const Endpoint& server, const std::string& device) {
    if (server.address.family() == AF_INET) {
        return {.server = server, .source = IpAddress::loopback(AF_INET)};
    }
    // The source has to be an address of that device, or the kernel does not match an ICMPv6 error to the socket
    // and a refusal is a timeout.
    const auto source = device == "lo" ? IpAddress::loopback(AF_INET6) : server.address;
    return {.server = server, .source = source, .device = device};
}

} // namespace anyward
