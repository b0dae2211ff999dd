#pragma once

#include "anyward/base/deleter.hpp"
#include "anyward/base/ip.hpp"

#include <cstdint>
#include <memory>
#include <new>

#include <netlink/addr.h>
#include <netlink/msg.h>
#include <netlink/socket.h>

/// What everything here that speaks rtnetlink shares; only those files include this.
namespace anyward {

using NetlinkSocket = std::unique_ptr<nl_sock, Deleter<nl_socket_free>>;
using NetlinkMessage = std::unique_ptr<nl_msg, Deleter<nlmsg_free>>;
using NetlinkAddress = std::unique_ptr<nl_addr, Deleter<nl_addr_put>>;

/// The hold routes' mark.
constexpr std::uint8_t hold_protocol = 199;

/// @throws std::runtime_error with libnl's text for an error, which is below 0
[[noreturn]] void fail_netlink(int error, const char* what);
/// The same where it is one.
void require_netlink(int error, const char* what);

/// @throws std::bad_alloc for nothing
template <typename T> T require_memory(T handle) {
    if (handle == nullptr) {
        throw std::bad_alloc();
    }
    return handle;
}

/// A NETLINK_ROUTE socket. @throws std::runtime_error
NetlinkSocket connect_netlink();
/// Turns an option of SOL_NETLINK on. @throws std::system_error
void set_netlink_option(const NetlinkSocket& socket, int option);

NetlinkAddress to_netlink(const IpAddress& address);
/// @param address is_ip() of it
IpAddress from_netlink(const nl_addr* address);
bool is_ip(const nl_addr* address);

} // namespace anyward
