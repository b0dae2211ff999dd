#include "anyward/daemon/daemon.hpp"

#include "guard.hpp"

#include <csignal>
#include <doctest/doctest.h>

using namespace anyward;
using namespace anyward::test;

namespace {

/// The service address lives on an interface that comes and goes.
struct Pluggable : Guard {
    Pluggable() { configure("interface = any0\n"); }

    static void plug() {
        shell("ip link add any0 type veth peer name any0-end && ip link set any0-end up && ip link set any0 up");
    }
    static void unplug() { shell("ip link del any0"); }
    static bool announced() { return address(service, "any0").has_value(); }
};

} // namespace

TEST_CASE_FIXTURE(Guard, "what somebody deletes is put back, and the state stays") {
    configure("lease = off\n"); // or the next renewal would find out, without a notification
    serve();
    shell("ip addr del 192.0.2.53/32 dev lo");
    REQUIRE(eventually(announced));
    REQUIRE(eventually([&] { return settled(); }));
    CHECK(said(" anyward warning: somebody deleted 1 of the 1 announced from lo; putting it back in 0s\n"));
    CHECK(status()["transitions"].size() == 1);
}

TEST_CASE_FIXTURE(Guard, "a hold route that somebody deletes is put back") {
    start();
    REQUIRE(eventually(held));
    shell("ip route del local 192.0.2.53 dev lo table local proto 199");
    CHECK(eventually(held));
}

TEST_CASE_FIXTURE(Pluggable, "an interface that is missing is waited for, when it is gone as well") {
    start();
    REQUIRE(eventually(held));
    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return said(" anyward info: down: there is no interface any0; waiting for it\n"); }));
    REQUIRE(eventually([&] { return status()["checks"][0]["consecutive"] > 10; }));
    CHECK(is("down"));
    for (int i = 0; i < 2; ++i) {
        plug();
        REQUIRE(eventually([&] { return announced() && settled(); }));
        CHECK(address(service, "any0")->label == "any0:1");
        CHECK_FALSE(Guard::announced());
        unplug();
        REQUIRE(eventually([&] { return is("down"); }));
        CHECK(status()["reason"] == "there is no interface any0; waiting for it");
        CHECK(held());
    }
}

TEST_CASE_FIXTURE(Guard, "a dry run decides, says what it would do, and touches nothing") {
    configure("dry-run = on\n");
    const auto touchable = [] { return output_of("ip addr; ip route show table all; ip -6 route show table all"); };
    const auto untouched = touchable();
    nameserver.emplace(Endpoint{ip("127.0.0.1")});
    start();
    REQUIRE(eventually([&] { return said(" down -> up: every check passed 3 times in a row\n"); }));
    CHECK(said("dry run: would add the hold route for 192.0.2.53/32\n"));
    CHECK(said("dry run: would add 192.0.2.53/32 to lo\n"));
    CHECK(touchable() == untouched);
    nameserver.reset();
    REQUIRE(eventually([&] { return said(" up -> down: liveness: refused: "); }));
    send(SIGTERM);
    CHECK(end_status() == 0);
    CHECK(touchable() == untouched);
}
