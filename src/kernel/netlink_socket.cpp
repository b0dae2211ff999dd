#include "netlink_socket.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <linux/netlink.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>

#include <netlink/errno.h>
#include <netlink/netlink.h>

namespace anyward {

namespace {

constexpr std::size_t longest_answer = 32768; // of which the kernel makes the parts of a dump, netlink_dump()

} // namespace

void fail_netlink(int error, const char* what) {
    throw std::runtime_error(fmt::format("netlink: {}: {}", what, nl_geterror(error)));
}

void require_netlink(int error, const char* what) {
    if (error < 0) {
        fail_netlink(error, what);
    }
}

NetlinkSocket connect_netlink() {
    NetlinkSocket socket(require_memory(nl_socket_alloc()));
    require_netlink(nl_connect(socket.get(), NETLINK_ROUTE), "connecting");
    nl_socket_disable_seq_check(socket.get());
    // Else libnl looks at the length of each message first, with a system call more.
    require_netlink(nl_socket_set_msg_buf_size(socket.get(), longest_answer), "connecting");
    nl_socket_disable_msg_peek(socket.get());
    return socket;
}

void set_netlink_option(const NetlinkSocket& socket, int option) {
    const int on = 1;
    if (setsockopt(nl_socket_get_fd(socket.get()), SOL_NETLINK, option, &on, sizeof on) != 0) {
        throw std::system_error(errno, std::generic_category(), "netlink: setting a socket option");
    }
}

NetlinkAddress to_netlink(const IpAddress& address) {
    return NetlinkAddress(require_memory(nl_addr_build(address.family(), address.data(), address.size())));
}

IpAddress from_netlink(const nl_addr* address) {
    return {nl_addr_get_family(address), nl_addr_get_binary_addr(address)};
}

bool is_ip(const nl_addr* address) {
    return address != nullptr && nl_addr_get_len(address) > 0 &&
           (nl_addr_get_family(address) == AF_INET || nl_addr_get_family(address) == AF_INET6);
}

} // namespace anyward
