#include "anyward/daemon/daemon.hpp"

#include "guard.hpp"

#include <csignal>
#include <doctest/doctest.h>

using namespace anyward;
using namespace anyward::test;

namespace {

constexpr auto second = "192.0.2.54";

/// The kernel appends an address to those that are there, so one that was deleted and put back comes after a witness
/// that was added later.
struct Adopting : Guard {
    Adopting() { configure("address = 192.0.2.54\n"); }

    static void add_witness() { shell("ip addr add 198.51.100.1/32 dev lo"); }
    static bool was_left_alone() {
        const auto all = output_of("ip -o -4 addr show dev lo");
        return all.find(service) < all.find("198.51.100.1");
    }
    static void add_first() {
        shell("ip addr add 192.0.2.53/32 dev lo label lo:1");
        add_witness();
    }
};

} // namespace

TEST_CASE_FIXTURE(Adopting, "what is there at the start is adopted, and nothing is added before it is proven") {
    add_first();
    nameserver.emplace(Endpoint{ip(service)}, true);
    start();
    REQUIRE(eventually(
        [&] { return said(" anyward info: down -> up: adopted: the address was on the interface at start\n"); }));
    CHECK_FALSE(address(second));
    nameserver->silent = false;
    const Nameserver at_second(Endpoint{ip(second)});
    REQUIRE(eventually([&] { return address(second) && settled(); }));
    CHECK(was_left_alone());
    CHECK_FALSE(said("-> down"));
}

TEST_CASE_FIXTURE(Adopting, "what is adopted goes at the first failure that is confirmed") {
    add_first();
    start();
    REQUIRE(eventually(withdrawn));
    CHECK(eventually([&] { return said(" up -> down: liveness: refused: "); }));
    CHECK(said(" down -> up: adopted: "));
    CHECK(held());
}
