#include "anyward/kernel/netlink.hpp"
#include "anyward/kernel/netlink_monitor.hpp"
#include "anyward/kernel/route_lookup.hpp"

#include "support.hpp"

#include <algorithm>
#include <cerrno>
#include <doctest/doctest.h>
#include <fstream>
#include <linux/capability.h>
#include <net/if.h>
#include <sys/syscall.h>
#include <thread>
#include <vector>

using namespace anyward;
using namespace anyward::test;

namespace {

const auto v4 = ip("169.254.0.1");
const auto v6 = ip("2001:db8::53");

Outcome apply_one(Netlink& netlink, const Change& change) {
    return netlink.apply({&change, 1}).front();
}

AddAddress add(const IpAddress& address) {
    return {if_nametoindex("lo"), address, address.family() == AF_INET ? "lo:1" : ""};
}

DeleteAddress remove(const IpAddress& address) {
    return {if_nametoindex("lo"), address};
}

} // namespace

TEST_CASE_FIXTURE(OwnNetwork, "an added IPv4 address looks to iproute2 like ifupdown's own") {
    Netlink netlink;
    CHECK(apply_one(netlink, add(v4)).error == 0);
    const auto ours = output_of("ip addr show dev lo label lo:1");
    apply_one(netlink, remove(v4));
    // What ifupdown 0.8 runs for `iface lo:1 inet static` with address 169.254.0.1/32.
    shell("ip addr add 169.254.0.1/255.255.255.255 dev lo label lo:1");
    CHECK(ours == output_of("ip addr show dev lo label lo:1"));
    CHECK(ours.find("inet 169.254.0.1/32 scope global lo:1\n") != std::string::npos);
}

TEST_CASE_FIXTURE(OwnNetwork, "without a descriptor more, an interface is found and an address withdrawn") {
    Netlink netlink;
    shell("ip link add other type dummy 2>/dev/null || ip link add other type veth");
    const auto other = if_nametoindex("other");
    apply_one(netlink, add(v4));
    {
        const NoDescriptors shortage;
        CHECK(netlink.index_of("other") == other);
        CHECK(netlink.index_of("lo") == 1);
        CHECK(netlink.index_of("absent") == 0);
        CHECK(netlink.index_of("a-name-too-long-for-one") == 0);
        CHECK(apply_one(netlink, AddHold{v4}).error == 0);
        CHECK(apply_one(netlink, DeleteAddress{1, v4}).error == 0);
    }
    CHECK(output_of("ip addr show dev lo to 169.254.0.1").empty());
}

TEST_CASE_FIXTURE(OwnNetwork, "an added IPv6 address is global and skips duplicate address detection") {
    Netlink netlink;
    CHECK(apply_one(netlink, add(v6)).error == 0);
    CHECK(output_of("ip -6 addr show dev lo").find("inet6 2001:db8::53/128 scope global nodad") != std::string::npos);
}

TEST_CASE_FIXTURE(OwnNetwork, "the dump tells all that matters of an address") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:7 scope link metric 42");
    shell("ip addr add 192.0.2.1 peer 192.0.2.2/32 dev lo");
    Netlink netlink;
    const auto all = netlink.addresses();
    const auto plain = std::ranges::find(all, v4, &InterfaceAddress::address);
    REQUIRE(plain != all.end());
    CHECK(plain->prefix_length == 32);
    CHECK(plain->interface_index == if_nametoindex("lo"));
    CHECK_FALSE(plain->has_peer);
    CHECK(plain->label == "lo:7");
    CHECK(plain->scope == 253);
    CHECK(plain->metric == 42);
    const auto peer = std::ranges::find(all, ip("192.0.2.1"), &InterfaceAddress::address);
    REQUIRE(peer != all.end());
    CHECK(peer->has_peer);
}

TEST_CASE_FIXTURE(OwnNetwork, "errors are the kernel's own") {
    Netlink netlink;
    apply_one(netlink, add(v4));
    CHECK(apply_one(netlink, add(v4)).error == EEXIST);
    CHECK(apply_one(netlink, remove(v4)).error == 0);
    CHECK(apply_one(netlink, remove(v4)).error == EADDRNOTAVAIL);
    CHECK(apply_one(netlink, DeleteHold{v4}).error == ESRCH);
    CHECK(apply_one(netlink, AddAddress{999, v4, ""}).error == ENODEV);
}

TEST_CASE_FIXTURE(OwnNetwork, "the kernel's extended-ack text is part of an error") {
    shell("echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6");
    Netlink netlink;
    const auto outcome = apply_one(netlink, add(v6));
    CHECK(outcome.error == EACCES);
    // iproute2 prints it as "Error: TEXT." where the kernel gives one, and the errno's text where it does not.
    const auto as_iproute2 = output_of("ip addr add 2001:db8::53/128 dev lo");
    REQUIRE(as_iproute2.starts_with("Error: "));
    CHECK(outcome.text == "Permission denied (" + as_iproute2.substr(7, as_iproute2.size() - 9) + ")");
}

TEST_CASE_FIXTURE(OwnNetwork, "only the exact address is deleted") {
    shell("ip addr add 169.254.0.1/24 dev lo");
    shell("ip addr add 169.254.0.1 peer 192.0.2.2/32 dev lo");
    Netlink netlink;
    CHECK(apply_one(netlink, remove(v4)).error == EADDRNOTAVAIL);
    shell("ip addr add 169.254.0.1/32 dev lo label lo:other");
    CHECK(apply_one(netlink, remove(v4)).error == 0);
    const auto left = output_of("ip -o -4 addr show dev lo");
    CHECK(left.find("169.254.0.1/24") != std::string::npos);
    CHECK(left.find("169.254.0.1 peer 192.0.2.2/32") != std::string::npos);
    CHECK(left.find("169.254.0.1/32") == std::string::npos);
}

TEST_CASE_FIXTURE(OwnNetwork, "a hold is a local route with protocol 199, and the only kind taken for one") {
    shell("ip route add local 198.51.100.1/32 dev lo table local proto 200");
    Netlink netlink;
    for (const auto& address : {v4, v6}) {
        CHECK(apply_one(netlink, AddHold{address}).error == 0);
        CHECK(apply_one(netlink, AddHold{address}).error == EEXIST);
    }
    CHECK(output_of("ip route show table local proto 199") == "local 169.254.0.1 dev lo scope host metric 1 \n");
    CHECK(output_of("ip -6 route show table local proto 199") == "local 2001:db8::53 dev lo metric 1 pref medium\n");
    CHECK(netlink.holds() == std::vector{v4, v6});

    // It outlives the address's coming and going.
    apply_one(netlink, add(v4));
    apply_one(netlink, remove(v4));
    CHECK(netlink.holds() == std::vector{v4, v6});

    for (const auto& address : {v4, v6}) {
        CHECK(apply_one(netlink, DeleteHold{address}).error == 0);
    }
    CHECK(netlink.holds().empty());
    CHECK(output_of("ip route show table local proto 200").find("198.51.100.1") != std::string::npos);
}

TEST_CASE_FIXTURE(OwnNetwork, "a thousand changes in one call, each with its outcome") {
    Netlink netlink;
    std::vector<Change> changes;
    for (unsigned i = 0; i < 1000; ++i) {
        const unsigned char bytes[] = {10, 99, static_cast<unsigned char>(i / 250),
                                       static_cast<unsigned char>(i % 250)};
        changes.emplace_back(AddAddress{if_nametoindex("lo"), IpAddress(AF_INET, bytes), "lo:1"});
    }
    changes.push_back(changes.front());
    const auto outcomes = netlink.apply(changes);
    REQUIRE(outcomes.size() == 1001);
    CHECK(std::ranges::all_of(outcomes.begin(), outcomes.end() - 1, [](const Outcome& o) { return o.error == 0; }));
    CHECK(outcomes.back().error == EEXIST);
    CHECK(netlink.addresses().size() == 1002); // and lo's own two
}

TEST_CASE_FIXTURE(OwnNetwork, "without CAP_NET_ADMIN every change is refused, and said to be") {
    CHECK(Netlink().may_change());
    Outcome outcome;
    bool may_change = true;
    std::thread([&] { // capabilities belong to a thread
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct none[2]{};
        REQUIRE(syscall(SYS_capset, &header, &none) == 0);
        Netlink netlink;
        may_change = netlink.may_change();
        outcome = apply_one(netlink, add(v4));
    })
        .join();
    CHECK_FALSE(may_change);
    CHECK(outcome.error == EPERM);
    CHECK(outcome.text.starts_with("Operation not permitted"));
    CHECK(output_of("ip -o -4 addr show dev lo").find("169.254.0.1") == std::string::npos);
}

TEST_CASE_FIXTURE(OwnNetwork, "the monitor hears of addresses, links and holds, not of other routes") {
    Netlink netlink;
    NetlinkMonitor monitor;
    CHECK_FALSE(monitor.drain().own);
    shell("ip addr add 169.254.0.1/32 dev lo");
    CHECK(monitor.drain().own);
    CHECK_FALSE(monitor.drain().own);
    shell("ip -6 addr add 2001:db8::53/128 dev lo");
    CHECK(monitor.drain().own);
    shell("ip route add 198.51.100.0/24 dev lo");
    CHECK_FALSE(monitor.drain().own);
    apply_one(netlink, AddHold{v4});
    CHECK(monitor.drain().own);
    shell("ip link add veth-a type veth peer name veth-b");
    CHECK(monitor.drain().own);
}

TEST_CASE_FIXTURE(OwnNetwork, "of others' routes the monitor hears of those to a whole address") {
    NetlinkMonitor monitor;
    shell("ip route add unreachable 198.51.100.0/24");
    shell("ip -6 route add unreachable 2001:db8::/32");
    CHECK(monitor.drain().routes.empty());
    shell("ip route add unreachable 169.254.0.1/32 proto bgp");
    CHECK(monitor.drain().routes == std::set{v4});
    shell("ip -6 route add unreachable 2001:db8::53/128 proto bgp");
    CHECK(monitor.drain().routes == std::set{v6});
    shell("ip route del unreachable 169.254.0.1/32");
    CHECK(monitor.drain().routes == std::set{v4});
}

TEST_CASE_FIXTURE(OwnNetwork, "somebody else's route to an address, whatever this host has of it itself") {
    Netlink netlink;
    RouteLookup lookup;
    const auto elsewhere = [&](const IpAddress& address) { return lookup.elsewhere({&address, 1}).front(); };
    shell("ip link add dev veth-a type veth peer name veth-b; ip link set dev veth-a up; ip link set dev veth-b up");
    shell("ip addr add 10.0.0.1/31 dev veth-a; ip -6 addr add fd00::1/64 dev veth-a nodad");
    shell("ip route add default via 10.0.0.0; ip route add 169.254.0.0/16 via 10.0.0.0");
    apply_one(netlink, AddHold{v4});
    apply_one(netlink, AddHold{v6});
    CHECK_FALSE(elsewhere(v4));
    CHECK_FALSE(elsewhere(v6));
    shell("ip route add 169.254.0.1/32 via 10.0.0.0 proto bgp; ip -6 route add 2001:db8::53/128 via fd00::2 proto bgp");
    CHECK(elsewhere(v4) == "10.0.0.0");
    CHECK(elsewhere(v6) == "fd00::2");
    shell("ip route change 169.254.0.1/32 via inet6 fd00::2 dev veth-a proto bgp");
    CHECK(elsewhere(v4) == "fd00::2");
    shell("ip route change 169.254.0.1/32 dev veth-a proto bgp scope link");
    CHECK(elsewhere(v4) == "dev veth-a");
    shell("ip route change unreachable 169.254.0.1/32 proto bgp");
    CHECK_FALSE(elsewhere(v4));
    shell("ip route del unreachable 169.254.0.1/32");
    shell("ip route add 169.254.0.1/32 via 10.0.0.0 table 77 proto bgp");
    CHECK_FALSE(elsewhere(v4));
    shell("ip rule add from all lookup 77");
    CHECK(elsewhere(v4) == "10.0.0.0");
}

TEST_CASE_FIXTURE(
    OwnNetwork,
    "more changes than the monitor has room for: something may have changed, and it hears of the next one") {
    NetlinkMonitor monitor;
    {
        std::ofstream batch("batch");
        for (int i = 0; i < 20'000; ++i) {
            batch << "route add unreachable 10." << i / 256 / 256 << '.' << i / 256 % 256 << '.' << i % 256 << "/32\n";
        }
        for (int i = 0; i < 10'000; ++i) {
            batch << "addr add 172.16." << i / 250 << '.' << i % 250 << "/32 dev lo\n";
        }
    }
    shell("ip -batch batch && rm batch");
    REQUIRE(output_of("awk 'NR > 1 { drops += $9 } END { print (drops > 0) }' /proc/net/netlink") == "1\n");
    CHECK(monitor.drain().missed);
    CHECK_FALSE(monitor.drain().missed);
    shell("ip addr add 192.0.2.1/32 dev lo");
    CHECK(monitor.drain().own);
}
