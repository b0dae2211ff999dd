#include "anyward/kernel/route_lookup.hpp"

#include "netlink_socket.hpp"

#include <array>
#include <fmt/format.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>

#include <netlink/attr.h>
#include <netlink/netlink.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

namespace anyward {

namespace {

struct Found {
    const IpAddress& address;
    std::optional<std::string> next_hop{};
};

std::string next_hop_of(rtnl_route* route, unsigned interface_index) {
    auto* hop = rtnl_route_nexthop_n(route, 0);
    auto* gateway = hop == nullptr ? nullptr : rtnl_route_nh_get_gateway(hop);
    if (gateway == nullptr && hop != nullptr) {
        gateway = rtnl_route_nh_get_via(hop); // of another family than the route (RFC 8950)
    }
    if (is_ip(gateway)) {
        return from_netlink(gateway).to_string();
    }
    std::array<char, IF_NAMESIZE> name{};
    return if_indextoname(interface_index, name.data()) == nullptr ? "unknown" : fmt::format("dev {}", name.data());
}

int on_route(nl_msg* message, void* found) {
    const auto* route = static_cast<const rtmsg*>(nlmsg_data(nlmsg_hdr(message)));
    auto& result = *static_cast<Found*>(found);
    // The kernel's own would be what is left of an address that was on another interface than lo.
    if (route->rtm_type == RTN_UNICAST && route->rtm_protocol != RTPROT_KERNEL &&
        route->rtm_dst_len == result.address.bits()) {
        const auto collect = [](nl_object* object, void* text) {
            auto* parsed = reinterpret_cast<rtnl_route*>(object);
            auto* hop = rtnl_route_nexthop_n(parsed, 0);
            *static_cast<std::optional<std::string>*>(text) =
                next_hop_of(parsed, hop == nullptr ? 0 : static_cast<unsigned>(rtnl_route_nh_get_ifindex(hop)));
        };
        nl_msg_parse(message, collect, &result.next_hop);
    }
    return NL_OK;
}

} // namespace

struct RouteLookup::Impl {
    NetlinkSocket socket = connect_netlink();

    std::optional<std::string> through(const IpAddress& address, unsigned interface_index);
};

RouteLookup::RouteLookup() : impl_(std::make_unique<Impl>()) {
    nl_socket_disable_auto_ack(impl_->socket.get());
}

RouteLookup::~RouteLookup() = default;

std::vector<std::optional<std::string>> RouteLookup::elsewhere(std::span<const IpAddress> addresses) {
    std::vector<std::optional<std::string>> next_hops(addresses.size());
    const std::unique_ptr<struct if_nameindex, Deleter<if_freenameindex>> interfaces(if_nameindex());
    const auto loopback = if_nametoindex("lo");
    // No list: out of descriptors or memory.
    for (auto* one = interfaces.get(); one != nullptr && one->if_index != 0; ++one) {
        for (std::size_t i = 0; i < addresses.size() && one->if_index != loopback; ++i) {
            if (!next_hops[i]) {
                next_hops[i] = impl_->through(addresses[i], one->if_index);
            }
        }
    }
    return next_hops;
}

std::optional<std::string> RouteLookup::Impl::through(const IpAddress& address, unsigned interface_index) {
    const NetlinkMessage message(require_memory(nlmsg_alloc_simple(RTM_GETROUTE, NLM_F_REQUEST)));
    rtmsg request{};
    request.rtm_family = static_cast<unsigned char>(address.family());
    request.rtm_dst_len = static_cast<unsigned char>(address.bits());
    request.rtm_flags = RTM_F_FIB_MATCH; // the route itself, with its prefix length
    require_netlink(nlmsg_append(message.get(), &request, sizeof request, NLMSG_ALIGNTO), "asking for a route");
    require_netlink(nla_put(message.get(), RTA_DST, static_cast<int>(address.size()), address.data()),
                    "asking for a route");
    require_netlink(nla_put_u32(message.get(), RTA_OIF, interface_index), "asking for a route");
    Found found{address};
    nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, on_route, &found);
    if (nl_send_auto(socket.get(), message.get()) >= 0) {
        nl_recvmsgs_default(socket.get()); // an error says that there is none
    }
    return found.next_hop;
}

} // namespace anyward
