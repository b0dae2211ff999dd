#include "anyward/kernel/netlink_monitor.hpp"

#include "netlink_socket.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <linux/filter.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <system_error>
#include <utility>

#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/netlink.h>

namespace anyward {

namespace {

// Room for all of a thousand addresses' notifications, and then some; past it the kernel says ENOBUFS.
constexpr int notification_buffer = 4 * 1024 * 1024;

constexpr std::uint32_t in_header(std::size_t offset) {
    return static_cast<std::uint32_t>(offset);
}
constexpr std::uint32_t in_route(std::size_t offset) {
    return static_cast<std::uint32_t>(NLMSG_HDRLEN + offset);
}

/// Classic BPF, see the class. A filter drops what it does not pass before it takes room in the receive buffer.
void attach_filter(int fd) {
    constexpr std::uint32_t all = ~0U;
    constexpr std::uint32_t none = 0;
    std::array program{
        sock_filter BPF_STMT(BPF_LD | BPF_H | BPF_ABS, in_header(offsetof(nlmsghdr, nlmsg_type))),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_NEWROUTE), 1, 0), // BPF loads in network order
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, htons(RTM_DELROUTE), 0, 9),
        sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_ABS, in_route(offsetof(rtmsg, rtm_protocol))),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, hold_protocol, 7, 0),
        sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_ABS, in_route(offsetof(rtmsg, rtm_family))),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 0, 2),
        sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_ABS, in_route(offsetof(rtmsg, rtm_dst_len))),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 8 * sizeof(in_addr), 3, 2),
        sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_ABS, in_route(offsetof(rtmsg, rtm_dst_len))),
        sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 8 * sizeof(in6_addr), 1, 0),
        sock_filter BPF_STMT(BPF_RET | BPF_K, none),
        sock_filter BPF_STMT(BPF_RET | BPF_K, all),
    };
    const sock_fprog filter{.len = program.size(), .filter = program.data()};
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter) != 0) {
        throw std::system_error(errno, std::generic_category(), "netlink: filtering notifications");
    }
}

} // namespace

struct NetlinkMonitor::Impl {
    NetlinkSocket socket = connect_netlink();
    KernelChanges changes{};

    static int on_message(nl_msg* message, void* self) {
        auto& changes = static_cast<Impl*>(self)->changes;
        const auto* header = nlmsg_hdr(message);
        const bool is_route = header->nlmsg_type == RTM_NEWROUTE || header->nlmsg_type == RTM_DELROUTE;
        const auto* route = static_cast<const rtmsg*>(nlmsg_data(header));
        if (!is_route || route->rtm_protocol == hold_protocol) {
            changes.own = true;
        } else if (const auto* to = nlmsg_find_attr(nlmsg_hdr(message), sizeof(rtmsg), RTA_DST)) {
            changes.routes.emplace(route->rtm_family, nla_data(to));
        }
        return NL_OK;
    }
};

NetlinkMonitor::NetlinkMonitor() : impl_(std::make_unique<Impl>()) {
    auto* socket = impl_->socket.get();
    require_netlink(nl_socket_set_nonblocking(socket), "watching");
    // Beyond net.core.rmem_max with CAP_NET_ADMIN; without it, the kernel gives as much as that allows.
    if (setsockopt(fd(), SOL_SOCKET, SO_RCVBUFFORCE, &notification_buffer, sizeof notification_buffer) != 0) {
        require_netlink(nl_socket_set_buffer_size(socket, notification_buffer, 0), "watching");
    }
    attach_filter(fd());
    require_netlink(nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, &Impl::on_message, impl_.get()), "watching");
    require_netlink(nl_socket_add_memberships(socket, RTNLGRP_LINK, RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR,
                                              RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE, RTNLGRP_NONE),
                    "subscribing");
}

NetlinkMonitor::~NetlinkMonitor() = default;

int NetlinkMonitor::fd() const {
    return nl_socket_get_fd(impl_->socket.get());
}

KernelChanges NetlinkMonitor::drain() {
    impl_->changes = {};
    for (;;) {
        const int result = nl_recvmsgs_default(impl_->socket.get());
        if (result == -NLE_AGAIN) {
            return std::exchange(impl_->changes, {});
        }
        if (result == -NLE_NOMEM) {
            impl_->changes.missed = true;
        } else {
            require_netlink(result, "reading notifications");
        }
    }
}

} // namespace anyward
