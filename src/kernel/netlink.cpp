#include "anyward/kernel/netlink.hpp"

#include "netlink_messages.hpp"
#include "netlink_socket.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <optional>
#include <sys/ioctl.h>
#include <system_error>

#include <netlink/addr.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/route/addr.h>
#include <netlink/route/route.h>
#include <netlink/socket.h>

namespace anyward {

namespace {

// One acknowledgement takes about 1 KiB of the receive buffer (skb truesize).
constexpr std::size_t changes_in_flight = 64;
constexpr int answer_buffer = 208 * 1024; // net.core.rmem_max's default, so granted everywhere; libnl's own is 32 KiB
constexpr int dump_attempts = 10;
/// The kernel's own words for an error, where it gave some (NETLINK_EXT_ACK).
std::string extended_ack(const nlmsgerr* error) {
    // libnl hands over the payload only; the header stands right before it in the receive buffer.
    const auto* header = reinterpret_cast<const nlmsghdr*>(reinterpret_cast<const char*>(error) - NLMSG_HDRLEN);
    // NETLINK_CAP_ACK: of the request only its header is echoed, so the attributes follow at once.
    const auto* first = reinterpret_cast<const nlattr*>(error + 1);
    const auto length = static_cast<int>(header->nlmsg_len - NLMSG_HDRLEN - sizeof *error);
    if ((header->nlmsg_flags & NLM_F_ACK_TLVS) == 0 || (header->nlmsg_flags & NLM_F_CAPPED) == 0) {
        return {};
    }
    const auto* text = nla_find(first, length, NLMSGERR_ATTR_MSG);
    return text == nullptr ? std::string() : std::string(nla_get_string(text));
}

/// What the kernel has answered to a run of requests with consecutive sequence numbers.
struct Acknowledgements {
    std::uint32_t first;
    std::span<Outcome> outcomes;
    std::size_t waiting;

    void set(std::uint32_t sequence, Outcome outcome) {
        const std::uint32_t index = sequence - first;
        if (index < outcomes.size() && waiting > 0) {
            outcomes[index] = std::move(outcome);
            --waiting;
        }
    }

    static int on_ack(nl_msg* message, void* self) {
        static_cast<Acknowledgements*>(self)->set(nlmsg_hdr(message)->nlmsg_seq, {});
        return NL_OK;
    }
    static int on_error(sockaddr_nl* /*from*/, nlmsgerr* error, void* self) {
        const int code = -error->error;
        auto text = std::generic_category().message(code);
        if (const auto more = extended_ack(error); !more.empty()) {
            text += fmt::format(" ({})", more);
        }
        static_cast<Acknowledgements*>(self)->set(error->msg.nlmsg_seq, {code, std::move(text)});
        return NL_SKIP;
    }
};

int add_address(nl_msg* message, void* list) {
    const auto collect = [](nl_object* object, void* parsed) {
        auto* address = reinterpret_cast<rtnl_addr*>(object);
        if (is_ip(rtnl_addr_get_local(address))) {
            const char* label = rtnl_addr_get_label(address);
            *static_cast<std::optional<InterfaceAddress>*>(parsed) = InterfaceAddress{
                .address = from_netlink(rtnl_addr_get_local(address)),
                .prefix_length = static_cast<unsigned>(rtnl_addr_get_prefixlen(address)),
                .interface_index = static_cast<unsigned>(rtnl_addr_get_ifindex(address)),
                .has_peer = rtnl_addr_get_peer(address) != nullptr,
                .label = label == nullptr ? "" : label,
                .scope = static_cast<unsigned>(rtnl_addr_get_scope(address)),
                .metric = 0,
                .flags = rtnl_addr_get_flags(address),
                .valid = Lifetime(rtnl_addr_get_valid_lifetime(address)),
            };
        }
    };
    std::optional<InterfaceAddress> parsed;
    if (nl_msg_parse(message, collect, &parsed) == 0 && parsed) {
        // libnl 3.7 has no accessor for it.
        const auto* metric = nlmsg_find_attr(nlmsg_hdr(message), sizeof(ifaddrmsg), IFA_RT_PRIORITY);
        parsed->metric = metric == nullptr ? 0 : nla_get_u32(metric);
        static_cast<std::vector<InterfaceAddress>*>(list)->push_back(std::move(*parsed));
    }
    return NL_OK;
}

int add_hold(nl_msg* message, void* list) {
    const auto collect = [](nl_object* object, void* holds) {
        auto* route = reinterpret_cast<rtnl_route*>(object);
        if (rtnl_route_get_protocol(route) == hold_protocol && rtnl_route_get_table(route) == RT_TABLE_LOCAL &&
            rtnl_route_get_type(route) == RTN_LOCAL && is_ip(rtnl_route_get_dst(route))) {
            static_cast<std::vector<IpAddress>*>(holds)->push_back(from_netlink(rtnl_route_get_dst(route)));
        }
    };
    nl_msg_parse(message, collect, list);
    return NL_OK;
}

/// Asks for a dump and hands every message of it to `on_message`; again from the start where the kernel's
/// tables changed meanwhile (NLM_F_DUMP_INTR).
template <typename Header, typename List>
List dump(const NetlinkSocket& socket, int type, Header header, int (*on_message)(nl_msg*, void*)) {
    for (int attempt = 0; attempt < dump_attempts; ++attempt) {
        List list;
        nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, on_message, &list);
        require_netlink(nl_send_simple(socket.get(), type, NLM_F_DUMP, &header, sizeof header), "asking for a dump");
        const int result = nl_recvmsgs_default(socket.get());
        if (result != -NLE_DUMP_INTR) {
            require_netlink(result, "reading a dump");
            return list;
        }
    }
    fail_netlink(-NLE_DUMP_INTR, "reading a dump");
}

} // namespace

struct Netlink::Impl {
    NetlinkSocket socket = connect_netlink();

    void send(std::span<const Change> changes, std::span<Outcome> outcomes);
};

Netlink::Netlink() : impl_(std::make_unique<Impl>()) {
    require_netlink(nl_socket_set_buffer_size(impl_->socket.get(), answer_buffer, 0), "setting up");
    set_netlink_option(impl_->socket, NETLINK_EXT_ACK);
    set_netlink_option(impl_->socket, NETLINK_CAP_ACK);
    // The kernel then filters a dump of routes itself: a host with a full BGP table has a million of them.
    set_netlink_option(impl_->socket, NETLINK_GET_STRICT_CHK);
}

Netlink::~Netlink() = default;

unsigned Netlink::index_of(const std::string& interface) {
    ifreq request{};
    if (interface.size() >= sizeof request.ifr_name) {
        return 0;
    }
    std::ranges::copy(interface, request.ifr_name);
    // Any socket will do, netdevice(7).
    if (ioctl(nl_socket_get_fd(impl_->socket.get()), SIOCGIFINDEX, &request) == 0) {
        return static_cast<unsigned>(request.ifr_ifindex);
    }
    if (errno != ENODEV) {
        throw std::system_error(errno, std::generic_category(), "looking for " + interface);
    }
    return 0;
}

bool Netlink::may_change() {
    // rtnetlink_rcv_msg() asks for CAP_NET_ADMIN before anything else; with it, interface 0 gives ENODEV.
    const Change harmless = DeleteAddress{0, IpAddress::loopback(AF_INET)};
    const auto error = apply({&harmless, 1}).front().error;
    return error != EPERM && error != EACCES;
}

std::vector<InterfaceAddress> Netlink::addresses() {
    return dump<ifaddrmsg, std::vector<InterfaceAddress>>(impl_->socket, RTM_GETADDR, {}, add_address);
}

std::vector<IpAddress> Netlink::holds() {
    std::vector<IpAddress> all;
    for (const int family : {AF_INET, AF_INET6}) {
        rtmsg filter{};
        filter.rtm_family = static_cast<unsigned char>(family);
        filter.rtm_table = RT_TABLE_LOCAL;
        filter.rtm_protocol = hold_protocol;
        filter.rtm_type = RTN_LOCAL;
        std::ranges::copy(dump<rtmsg, std::vector<IpAddress>>(impl_->socket, RTM_GETROUTE, filter, add_hold),
                          std::back_inserter(all));
    }
    return all;
}

std::vector<Outcome> Netlink::apply(std::span<const Change> changes) {
    std::vector<Outcome> outcomes(changes.size());
    for (std::size_t first = 0; first < changes.size();) {
        const auto count = std::min(changes_in_flight, changes.size() - first);
        impl_->send(changes.subspan(first, count), std::span(outcomes).subspan(first, count));
        first += count;
    }
    return outcomes;
}

void Netlink::Impl::send(std::span<const Change> changes, std::span<Outcome> outcomes) {
    std::vector<char> bytes;
    std::optional<std::uint32_t> first;
    for (const auto& change : changes) {
        const auto message = to_message(change);
        nl_complete_msg(socket.get(), message.get()); // sequence number, port, NLM_F_ACK
        const auto* header = nlmsg_hdr(message.get());
        first = first.value_or(header->nlmsg_seq);
        const auto* start = reinterpret_cast<const char*>(header);
        bytes.insert(bytes.end(), start, start + header->nlmsg_len);
        bytes.resize(NLMSG_ALIGN(bytes.size()));
    }
    require_netlink(nl_sendto(socket.get(), bytes.data(), bytes.size()), "sending changes");

    Acknowledgements answers{first.value_or(0), outcomes, changes.size()};
    nl_socket_modify_cb(socket.get(), NL_CB_ACK, NL_CB_CUSTOM, &Acknowledgements::on_ack, &answers);
    nl_socket_modify_err_cb(socket.get(), NL_CB_CUSTOM, &Acknowledgements::on_error, &answers);
    while (answers.waiting > 0) {
        require_netlink(nl_recvmsgs_default(socket.get()), "reading the answers to changes");
    }
    nl_socket_modify_err_cb(socket.get(), NL_CB_DEFAULT, nullptr, nullptr);
    nl_socket_modify_cb(socket.get(), NL_CB_ACK, NL_CB_DEFAULT, nullptr, nullptr);
}

} // namespace anyward
