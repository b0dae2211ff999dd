#include "anyward/kernel/presence.hpp"

#include "describe.hpp"

#include <linux/if_addr.h>

using namespace anyward;
using namespace std::chrono_literals;

namespace {

constexpr unsigned our_interface = 7;
constexpr Time now = Time{} + 1h;

InterfaceAddress on_our_interface(const char* address) {
    return {.address = ip(address),
            .prefix_length = ip(address).bits(),
            .interface_index = our_interface,
            .has_peer = false,
            .label = "",
            .scope = 0,
            .metric = 0,
            .flags = 0,
            .valid = for_ever};
}

} // namespace

TEST_CASE("an address is exactly ours on our interface, whole, and without a peer") {
    for (const auto* text : {"192.0.2.53", "2001:db8::53"}) {
        CAPTURE(text);
        auto address = on_our_interface(text);
        CHECK(is_exact(address, our_interface));
        CHECK_FALSE(is_exact(address, our_interface + 1));
        CHECK_FALSE(is_exact(address, 0));
        address.has_peer = true;
        CHECK_FALSE(is_exact(address, our_interface));
        address.has_peer = false;
        address.prefix_length = 24;
        CHECK_FALSE(is_exact(address, our_interface));
    }
    auto six = on_our_interface("2001:db8::53");
    six.prefix_length = 32; // whole for IPv4 only
    CHECK_FALSE(is_exact(six, our_interface));
}

TEST_CASE("presence: of each service address in their order, announced, held, both or neither") {
    const std::vector<IpAddress> service{ip("192.0.2.53"), ip("198.51.100.53"), ip("2001:db8::53"), ip("192.0.2.54")};
    const std::vector<InterfaceAddress> found{on_our_interface("2001:db8::53"), on_our_interface("203.0.113.1"),
                                              on_our_interface("192.0.2.53")};
    const std::vector<IpAddress> holds{ip("198.51.100.53"), ip("2001:db8::53"), ip("203.0.113.2")};
    const auto presence = presence_of(service, our_interface, found, holds, now);
    REQUIRE(presence.size() == 4);
    CHECK((presence[0].announced && !presence[0].held));
    CHECK((!presence[1].announced && presence[1].held));
    CHECK((presence[2].announced && presence[2].held));
    CHECK((!presence[3].announced && !presence[3].held));
}

TEST_CASE("presence: metric, flags and the end of the lifetime are those of the exact address") {
    auto ours = on_our_interface("192.0.2.53");
    ours.metric = 100;
    ours.flags = IFA_F_NOPREFIXROUTE;
    ours.valid = Lifetime(3);
    auto elsewhere = on_our_interface("192.0.2.53");
    elsewhere.interface_index = our_interface + 1;
    elsewhere.metric = 200;
    const std::vector<IpAddress> service{ip("192.0.2.53")};
    const auto there = presence_of(service, our_interface, std::vector{ours, elsewhere}, {}, now).front();
    CHECK(there.announced);
    CHECK(there.metric == 100);
    CHECK(there.flags == IFA_F_NOPREFIXROUTE);
    CHECK(there.expires == now + 3s);
    ours.valid = for_ever;
    CHECK_FALSE(presence_of(service, our_interface, std::vector{ours}, {}, now).front().expires);
    CHECK_FALSE(presence_of(service, our_interface, std::vector{elsewhere}, {}, now).front().announced);
}
