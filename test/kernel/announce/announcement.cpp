#include "host.hpp"

#include "anyward/kernel/netlink_monitor.hpp"

#include <cerrno>
#include <cstring>
#include <linux/capability.h>
#include <netinet/in.h>
#include <sys/syscall.h>
#include <thread>

using namespace anyward;
using namespace anyward::test;

TEST_CASE_FIXTURE(Host, "announces what is wanted, once, and withdraws it") {
    Announcement announcement(log, plan);
    CHECK(announcement.begin(now).empty());
    CHECK(announcement.reconcile(goal(Wanted::withdrawn, 0), now).empty());
    CHECK_FALSE(announced());
    CHECK(held());

    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK(announced());
    CHECK(announcement.presence()[0].announced);
    CHECK(announcement.reconcile(goal(Wanted::announced, 0), now).empty());
    CHECK_FALSE(announcement.retry_at());

    CHECK(announcement.reconcile(goal(Wanted::withdrawn, 0), now).empty());
    CHECK_FALSE(announced());
    CHECK(held());
    CHECK(announcement.reconcile(goal(Wanted::withdrawn, 0), now).empty()); // deleting twice is no error

    hold = false;
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK_FALSE(held());
    CHECK(captured.text().empty());
}

TEST_CASE_FIXTURE(Host, "an address that is there already is adopted, and left as found until it is proven") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:1");
    Announcement announcement(log, plan);
    CHECK(is<Adopted>(announcement.begin(now)));
    CHECK(announcement.reconcile(goal(Wanted::as_found, 0), now).empty());
    CHECK(has(addresses(), "169.254.0.1/32"));
    CHECK_FALSE(has(addresses(), "2001:db8::53"));
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK(announced());
    CHECK(captured.text().empty());
}

TEST_CASE_FIXTURE(Host, "all there already: adopting announces nothing anew") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:1 && ip addr add 2001:db8::53/128 dev lo");
    Announcement announcement(log, plan);
    CHECK(is<Adopted>(announcement.begin(now)));
    CHECK(announcement.reconcile(goal(Wanted::as_found, 0), now).empty());
    CHECK(announcement.reconcile(goal(Wanted::announced, 0), now).empty());
}

TEST_CASE_FIXTURE(Host, "adopted under a foreign label, scope and metric: warned of, kept, and deleted all the same") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:any scope link metric 42");
    Announcement announcement(log, plan);
    CHECK(is<Adopted>(announcement.begin(now)));
    CHECK(said("169.254.0.1/32 is on lo with label lo:any, not lo:1"));
    CHECK(said("scope 253"));
    CHECK(said("metric 42"));
    announcement.reconcile(goal(Wanted::announced, 0), now);
    CHECK(has(addresses(), "scope link lo:any"));
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK_FALSE(announced());
}

TEST_CASE_FIXTURE(Host, "what somebody deletes is put back: at once, then more and more slowly") {
    NetlinkMonitor monitor;
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0), now);
    monitor.drain();

    const auto foreign_deletion = [&] {
        shell("ip addr del 169.254.0.1/32 dev lo && ip addr del 2001:db8::53/128 dev lo");
        REQUIRE(monitor.drain().own);
        announcement.kernel_changed();
    };
    foreign_deletion();
    const auto news = announcement.reconcile(goal(Wanted::announced, 0), now);
    REQUIRE(news.size() == 2);
    CHECK(std::holds_alternative<AddressGone>(news[0]));
    CHECK(std::holds_alternative<Announced>(news[1])); // it has to settle anew
    CHECK(announced());
    CHECK(said("somebody deleted 2 of the 2 announced from lo"));

    monitor.drain();
    foreign_deletion();
    CHECK(is<AddressGone>(announcement.reconcile(goal(Wanted::announced, 0), now + 1s)));
    CHECK_FALSE(announced());
    REQUIRE(announcement.retry_at() == now + 2s);
    announcement.reconcile(goal(Wanted::announced, 0), now + 2s - 1us);
    CHECK_FALSE(announced());
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0), now + 2s)));
    CHECK(announced());
}

TEST_CASE_FIXTURE(Host, "an adopted address that is deleted before it is proven is not put back") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:1 && ip addr add 2001:db8::53/128 dev lo");
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::as_found, 0), now);
    shell("ip addr del 169.254.0.1/32 dev lo && ip addr del 2001:db8::53/128 dev lo");
    announcement.kernel_changed();
    CHECK(is<AddressGone>(announcement.reconcile(goal(Wanted::as_found, 0), now)));
    CHECK_FALSE(announced());
}

TEST_CASE_FIXTURE(Host,
                  "another metric: deleted and added anew in one go, and to be settled anew; an adopted one stays") {
    const auto at_metric = [](const std::string& metric) {
        return has(output_of("ip -4 addr show dev lo to 169.254.0.1"), "/32 metric " + metric + " scope global lo:1") &&
               has(output_of("ip -6 addr show dev lo to 2001:db8::53"), "/128 metric " + metric + " scope global");
    };
    plan.metric = 10;
    Announcement announcement(log, plan);
    announcement.begin(now);
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 10), now)));
    CHECK(at_metric("10"));
    CHECK(announcement.presence()[0].metric == 10);
    CHECK(announcement.reconcile(goal(Wanted::announced, 10), now).empty());
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 2000), now)));
    CHECK(at_metric("2000"));
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK(announced());
    CHECK_FALSE(has(addresses(), "metric"));

    shell("ip addr flush dev lo && ip addr add 169.254.0.1/32 dev lo label lo:1 metric 42");
    shell("ip addr add 2001:db8::53/128 dev lo metric 42");
    Announcement adopting(log, plan);
    CHECK(is<Adopted>(adopting.begin(now)));
    adopting.reconcile(goal(Wanted::as_found, 10), now);
    CHECK(adopting.reconcile(goal(Wanted::announced, 10), now).empty());
    CHECK(at_metric("42"));
    CHECK(is<Announced>(adopting.reconcile(goal(Wanted::announced, 2000), now)));
    CHECK(at_metric("2000"));
}

TEST_CASE_FIXTURE(Host, "the hold comes back after a flush, and after lo was down and up") {
    NetlinkMonitor monitor;
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    for (const auto* accident : {"ip route flush table local proto 199; ip -6 route flush table local proto 199",
                                 "ip addr flush dev lo", "ip link set lo down; ip link set lo up"}) {
        CAPTURE(accident);
        monitor.drain();
        shell(accident);
        CHECK(monitor.drain().own);
        announcement.kernel_changed();
        announcement.reconcile(goal(Wanted::withdrawn, 0), now);
        CHECK(held());
    }
}

TEST_CASE_FIXTURE(Host, "a held IPv4 address can be bound, without freebind") {
    const auto can_bind = [] {
        const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_storage storage;
        const auto length = Endpoint{ip("169.254.0.1"), 5353}.to_sockaddr(storage);
        const bool bound = bind(socket, reinterpret_cast<sockaddr*>(&storage), length) == 0;
        close(socket);
        return bound;
    };
    CHECK_FALSE(can_bind());
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK(can_bind());
}

TEST_CASE_FIXTURE(Host, "what the kernel refuses is said once, and tried again with back-off") {
    shell("echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6");
    Announcement announcement(log, plan);
    announcement.begin(now);
    CHECK(announcement.reconcile(goal(Wanted::announced, 0), now).empty()); // one of two is not announced
    CHECK(has(addresses(), "169.254.0.1/32"));
    REQUIRE(announcement.retry_at() == now + 100ms);
    announcement.reconcile(goal(Wanted::announced, 0), now + 100ms);
    REQUIRE(announcement.retry_at() == now + 1100ms);
    const auto text = captured.text();
    const std::string refusal = "cannot add 2001:db8::53/128 to lo: Permission denied";
    REQUIRE(has(text, refusal));
    CHECK(text.find(refusal) == text.rfind(refusal));

    shell("echo 0 > /proc/sys/net/ipv6/conf/lo/disable_ipv6");
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0), now + 1100ms)));
    CHECK(announced());
    CHECK_FALSE(announcement.retry_at());
}

TEST_CASE_FIXTURE(Host, "back-off does not delay the opposite") {
    shell("echo 1 > /proc/sys/net/ipv6/conf/lo/disable_ipv6");
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0), now);
    REQUIRE(has(addresses(), "169.254.0.1/32"));
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK_FALSE(has(addresses(), "169.254.0.1/32"));
}

TEST_CASE_FIXTURE(Host, "the same address in another shape is reported and left alone") {
    shell("ip link add veth-a type veth peer name veth-b");
    shell("ip addr add 169.254.0.1/32 dev veth-a && ip addr add 169.254.0.1/24 dev lo");
    Announcement announcement(log, plan);
    CHECK(announcement.begin(now).empty());
    CHECK(said("169.254.0.1/32 is on veth-a"));
    CHECK(said("169.254.0.1/24 is on lo"));
    announcement.reconcile(goal(Wanted::announced, 0), now);
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK(has(addresses("veth-a"), "169.254.0.1/32"));
    CHECK(has(addresses(), "169.254.0.1/24"));
}

TEST_CASE_FIXTURE(Host, "a dry run touches nothing and says what it would do") {
    plan.dry_run = true;
    shell("ip addr add 169.254.0.1/32 dev lo label lo:1");
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK(has(addresses(), "169.254.0.1/32"));
    CHECK_FALSE(has(output_of("ip route show table local proto 199"), "169.254.0.1"));
    CHECK(said("dry run: would delete 169.254.0.1/32 from lo"));
    CHECK(said("dry run: would add the hold route for 2001:db8::53/128"));
    CHECK_FALSE(announcement.retry_at());
}

TEST_CASE_FIXTURE(Host, "without CAP_NET_ADMIN it does not begin, and says what is missing") {
    std::string what;
    std::thread([&] { // capabilities belong to a thread
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct none[2]{};
        syscall(SYS_capset, &header, &none);
        Announcement announcement(log, plan);
        try {
            announcement.begin(now);
        } catch (const std::exception& error) {
            what = error.what();
        }
    })
        .join();
    CHECK(has(what, "CAP_NET_ADMIN"));
    CHECK_FALSE(has(what, "\n"));
}
