#include "anyward/daemon/daemon.hpp"

#include "guard.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <fstream>

using namespace anyward;
using namespace anyward::test;

namespace {

Clock::duration since(Time then) {
    return EventLoop::now() - then;
}

} // namespace

TEST_CASE_FIXTURE(Guard, "told to end: withdrawn at once, held for a second more, and then gone") {
    int signal = SIGTERM;
    SUBCASE("by SIGTERM") {}
    SUBCASE("by SIGINT") {
        signal = SIGINT;
    }
    serve();
    const auto told = EventLoop::now();
    send(signal);
    REQUIRE(eventually(withdrawn));
    REQUIRE(eventually([&] { return !held(); }));
    CHECK(since(told) >= 1s);
    CHECK(end_status() == 0);
    CHECK(log().ends_with(" anyward info: ending: withdrawing\n"));
    CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_CASE_FIXTURE(Guard, "told to end a moment after a withdrawal: the second counts from there") {
    serve();
    const auto gone = EventLoop::now();
    nameserver.reset();
    REQUIRE(eventually(withdrawn));
    send(SIGTERM);
    CHECK(end_status() == 0);
    CHECK(since(gone) >= 1s);
    CHECK_FALSE(held());
}

TEST_CASE_FIXTURE(Guard, "told twice, by whichever signal, it ends at once") {
    // Where the machine has little time for it that may take a second as well, so one of these has to be quicker.
    bool was_quick = false;
    for (int i = 0; i < 5 && !was_quick; ++i) {
        nameserver.reset();
        serve();
        const auto told = EventLoop::now();
        send(SIGINT);
        REQUIRE(eventually(withdrawn));
        send(SIGTERM);
        CHECK(end_status() == 0);
        CHECK_FALSE(held());
        was_quick = since(told) < 900ms;
    }
    CHECK(was_quick);
}

TEST_CASE_FIXTURE(Guard, "left to its lease, or kept for good") {
    int signal = SIGTERM;
    std::string said_so = "leaving what is announced to its lease";
    bool for_good = false;
    SUBCASE("--on-exit linger") {
        configure("on-exit = linger\n");
    }
    SUBCASE("SIGUSR2, as for a restart") {
        signal = SIGUSR2;
    }
    SUBCASE("--on-exit keep") {
        configure("on-exit = keep\n");
        said_so = "keeping what is announced";
        for_good = true;
    }
    SUBCASE("SIGUSR2 with --on-exit keep") {
        configure("on-exit = keep\n");
        signal = SIGUSR2;
    }
    serve();
    send(signal);
    CHECK(end_status() == 0);
    REQUIRE(announced());
    CHECK((address()->valid == for_ever) == for_good);
    CHECK(held());
    CHECK(log().ends_with(" anyward info: ending: " + said_so + "\n"));
}

TEST_CASE_FIXTURE(Guard, "restarted so that nobody notices: the next one adopts it") {
    serve();
    shell("ip addr add 198.51.100.1/32 dev lo"); // listed after an address that stays, and before one that is put back
    send(SIGUSR2);
    CHECK(end_status() == 0);
    start();
    REQUIRE(eventually([&] { return said(" down -> up: adopted: "); }));
    REQUIRE(eventually([&] { return status()["checks"][0]["consecutive"] > 10; }));
    CHECK(is("up"));
    const auto all = output_of("ip -o -4 addr show dev lo");
    CHECK(all.find(service) < all.find("198.51.100.1"));
}

TEST_CASE_FIXTURE(Guard, "whatever comes while it ends is not told any more, and does not put it off") {
    shell("ip link add any0 type veth peer name any0-end && ip link set any0-end up && ip link set any0 up");
    configure("interface = any0\n");
    serve();
    StatusClient watcher(socket);
    watcher.send({{"request", "watch"}});
    send(SIGTERM);
    REQUIRE(eventually([&] { return !address(service, "any0"); }));
    std::ofstream(drain_file, std::ios::app);
    shell("ip link del any0");
    send(SIGHUP);
    CHECK(end_status() == 0);
    CHECK(log().ends_with(" anyward info: ending: withdrawing\n"));
    for (auto event = watcher.next(); !event.is_null(); event = watcher.next()) {
        CHECK(event["event"] != "transition");
    }
}
