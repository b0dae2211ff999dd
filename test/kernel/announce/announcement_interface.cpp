#include "host.hpp"

using namespace anyward;
using namespace anyward::test;

TEST_CASE_FIXTURE(Host, "waits for an interface that is missing, and notices when it goes") {
    plan.interface = "veth-a";
    plan.label = "veth-a:1";
    Announcement announcement(log, plan);
    CHECK(is<InterfaceGone>(announcement.begin(now)));
    CHECK(announcement.reconcile(goal(Wanted::withdrawn, 0), now).empty());

    shell("ip link add veth-a type veth peer name veth-b && ip link set veth-a up");
    announcement.kernel_changed();
    CHECK(is<InterfaceBack>(announcement.reconcile(goal(Wanted::withdrawn, 0), now)));
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK(announced("veth-a"));

    shell("ip link del veth-a");
    announcement.kernel_changed();
    CHECK(is<InterfaceGone>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK_FALSE(announcement.any_announced());
}

TEST_CASE_FIXTURE(Host, "an interface that is renamed takes no address along, and one that gets its name is used") {
    plan.interface = "veth-a";
    plan.label = "veth-a:1";
    shell("ip link add veth-a type veth peer name veth-b && ip link set veth-a up && ip link set veth-b up");
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0), now);
    REQUIRE(announced("veth-a"));
    shell("ip link set veth-a name other");
    announcement.kernel_changed();
    CHECK(is<InterfaceGone>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK_FALSE(announced("other"));
    CHECK_FALSE(said("put there by somebody else"));
    shell("ip link set veth-b name veth-a");
    announcement.kernel_changed();
    announcement.reconcile(goal(Wanted::announced, 0), now);
    CHECK(announced("veth-a"));
}

TEST_CASE_FIXTURE(Host,
                  "an interface that goes, or is renamed, while a change is on its way to it is noticed as well") {
    plan.interface = "veth-a";
    plan.label = "veth-a:1";
    shell("ip link add veth-a type veth peer name veth-b && ip link set veth-a up");
    Announcement announcement(log, plan);
    announcement.begin(now);
    const auto* accident = "ip link set veth-a name other";
    SUBCASE("it goes") {
        accident = "ip link del veth-a";
    }
    SUBCASE("it is renamed") {}
    shell(accident); // of which no notification has been read yet
    CHECK(is<InterfaceGone>(announcement.reconcile(goal(Wanted::announced, 0), now)));
    CHECK_FALSE(announced("other"));
    CHECK_FALSE(announcement.retry_at());

    shell("ip link add veth-a type veth peer name veth-c && ip link set veth-a up");
    announcement.kernel_changed();
    const auto news = announcement.reconcile(goal(Wanted::withdrawn, 0), now);
    CHECK(is<InterfaceBack>(news));
}
