#include "netlink_messages.hpp"

#include <linux/rtnetlink.h>

#include <netlink/attr.h>
#include <netlink/route/addr.h>
#include <netlink/route/nexthop.h>
#include <netlink/route/route.h>

namespace anyward {

namespace {

using RouteAddress = std::unique_ptr<rtnl_addr, Deleter<rtnl_addr_put>>;
using Route = std::unique_ptr<rtnl_route, Deleter<rtnl_route_put>>;

// Above the kernel's own local route of an announced address (metric 0), so that both can stand.
constexpr std::uint32_t hold_metric = 1;
constexpr unsigned loopback_index = 1;             // LOOPBACK_IFINDEX of the kernel, in every network namespace
constexpr std::uint32_t usual_prefix_metric = 256; // IP6_RT_PRIO_ADDRCONF of the kernel
// Those that RTM_NEWADDR takes over from the request, inet6_rtm_newaddr() of the kernel.
constexpr std::uint32_t settable_flags =
    IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE | IFA_F_OPTIMISTIC | IFA_F_MCAUTOJOIN;

RouteAddress make_address(unsigned interface_index, const IpAddress& address) {
    RouteAddress result(require_memory(rtnl_addr_alloc()));
    rtnl_addr_set_ifindex(result.get(), static_cast<int>(interface_index));
    // Takes a reference of its own, and the prefix length (the whole address) with it.
    require_netlink(rtnl_addr_set_local(result.get(), to_netlink(address).get()), "naming an address");
    return result;
}

Route make_route(const IpAddress& address, unsigned interface_index) {
    Route route(require_memory(rtnl_route_alloc()));
    rtnl_route_set_family(route.get(), static_cast<std::uint8_t>(address.family()));
    require_netlink(rtnl_route_set_dst(route.get(), to_netlink(address).get()), "naming a route");
    auto* next_hop = require_memory(rtnl_route_nh_alloc());
    rtnl_route_nh_set_ifindex(next_hop, static_cast<int>(interface_index));
    rtnl_route_add_nexthop(route.get(), next_hop); // the route takes it over
    return route;
}

Route make_hold(const IpAddress& address) {
    auto route = make_route(address, loopback_index);
    rtnl_route_set_table(route.get(), RT_TABLE_LOCAL);
    rtnl_route_set_type(route.get(), RTN_LOCAL);
    rtnl_route_set_scope(route.get(), RT_SCOPE_HOST);
    rtnl_route_set_protocol(route.get(), hold_protocol);
    rtnl_route_set_priority(route.get(), hold_metric);
    return route;
}

void set_lifetime(rtnl_addr* address, Lifetime valid, Lifetime preferred) {
    rtnl_addr_set_valid_lifetime(address, valid.count());
    rtnl_addr_set_preferred_lifetime(address, preferred.count());
}

NetlinkMessage to_message(const AddAddress& change) {
    const auto address = make_address(change.interface_index, change.address);
    // As ifupdown adds it. Left alone, libnl gives 169.254.0.0/16 scope link.
    rtnl_addr_set_scope(address.get(), RT_SCOPE_UNIVERSE);
    if (!change.label.empty()) {
        require_netlink(rtnl_addr_set_label(address.get(), change.label.c_str()), "setting a label");
    }
    if (change.address.family() == AF_INET6) {
        rtnl_addr_set_flags(address.get(), IFA_F_NODAD);
    }
    set_lifetime(address.get(), change.valid, change.valid);
    nl_msg* built = nullptr;
    require_netlink(rtnl_addr_build_add_request(address.get(), NLM_F_CREATE | NLM_F_EXCL, &built),
                    "building a request");
    NetlinkMessage message(built);
    if (change.metric != 0) { // libnl 3.7 has no accessor for it
        require_netlink(nla_put_u32(built, IFA_RT_PRIORITY, change.metric), "setting a metric");
    }
    return message;
}

NetlinkMessage to_message(const RenewAddress& change) {
    const auto address = make_address(change.interface_index, change.address);
    rtnl_addr_set_scope(address.get(), RT_SCOPE_UNIVERSE);
    rtnl_addr_set_flags(address.get(), change.flags & settable_flags);
    // An address that is deprecated, so that the host itself does not use it as a source, stays so.
    set_lifetime(address.get(), change.valid, (change.flags & IFA_F_DEPRECATED) != 0 ? Lifetime(0) : change.valid);
    nl_msg* built = nullptr;
    require_netlink(rtnl_addr_build_add_request(address.get(), NLM_F_REPLACE, &built), "building a request");
    NetlinkMessage message(built);
    require_netlink(nla_put_u32(built, IFA_RT_PRIORITY, change.metric), "setting a metric");
    return message;
}

NetlinkMessage to_message(const DeleteAddress& change) {
    // No label: with one that differs from the kernel's the kernel answers EADDRNOTAVAIL and keeps the address.
    nl_msg* message = nullptr;
    require_netlink(
        rtnl_addr_build_delete_request(make_address(change.interface_index, change.address).get(), 0, &message),
        "building a request");
    return NetlinkMessage(message);
}

NetlinkMessage to_message(const DeletePrefixRoute& change) {
    const auto route = make_route(change.address, change.interface_index);
    rtnl_route_set_table(route.get(), RT_TABLE_MAIN);
    rtnl_route_set_protocol(route.get(), RTPROT_KERNEL);
    rtnl_route_set_priority(route.get(), change.metric != 0 ? change.metric : usual_prefix_metric);
    nl_msg* message = nullptr;
    require_netlink(rtnl_route_build_del_request(route.get(), 0, &message), "building a request");
    return NetlinkMessage(message);
}

NetlinkMessage to_message(const AddHold& change) {
    nl_msg* message = nullptr;
    require_netlink(rtnl_route_build_add_request(make_hold(change.address).get(), NLM_F_CREATE | NLM_F_EXCL, &message),
                    "building a request");
    return NetlinkMessage(message);
}

NetlinkMessage to_message(const DeleteHold& change) {
    nl_msg* message = nullptr;
    require_netlink(rtnl_route_build_del_request(make_hold(change.address).get(), 0, &message), "building a request");
    return NetlinkMessage(message);
}

} // namespace

NetlinkMessage to_message(const Change& change) {
    return std::visit([](const auto& one) { return to_message(one); }, change);
}

} // namespace anyward
