#include "frr.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("FRR: a healthy host") {
    for (const auto& release : releases) {
        CAPTURE(release);
        CHECK(found(healthy(release)) == Ids{});
    }
}

TEST_CASE("FRR: neither network nor redistribute") {
    for (const auto& release : releases) {
        auto state = healthy(release);
        state.running_config = replaced(state.running_config, "  network 169.254.0.1/32\n", "");
        CHECK(found(state) == Ids{"frr-not-announced"});
        // A network statement for another prefix, or of the other family, is none.
        state.running_config = replaced(state.running_config, "  neighbor 10.21.2.0 route-map from",
                                        "  network 169.254.0.0/16\n  neighbor 10.21.2.0 route-map from");
        CHECK(found(state) == Ids{"frr-not-announced"});
    }
}

TEST_CASE("FRR: redistribute connected takes every address but 169.254.0.0/16") {
    for (const auto& release : releases) {
        auto state = healthy(release);
        state.running_config =
            replaced(state.running_config, "  network 169.254.0.1/32\n", "  redistribute connected route-map ours\n");
        CHECK(found(state) == Ids{"frr-redistribute-link-local"});
        state.addresses[*IpAddress::parse("192.0.2.53")] = state.addresses[link_local];
        state.addresses.erase(link_local);
        CHECK(found(state, {}, {"192.0.2.53"}) == Ids{});
    }
}

TEST_CASE("FRR: redistributed, but a route-map denies it") {
    auto state = healthy("8.4");
    state.running_config =
        replaced(state.running_config, "  network 169.254.0.1/32\n", "  redistribute connected route-map ours\n");
    const auto address = *IpAddress::parse("192.0.2.53");
    state.addresses = {{address, {true, "{}", "{}"}}};
    CHECK(found(state, {}, {"192.0.2.53"}) == Ids{"frr-not-announced"});
    state.addresses[address].present = false; // withdrawn: nothing can be said
    CHECK(found(state, {}, {"192.0.2.53"}) == Ids{});
}

TEST_CASE("FRR: no import check") {
    auto state = healthy("8.4");
    state.running_config = replaced(state.running_config, " bgp router-id 10.21.2.1\n",
                                    " bgp router-id 10.21.2.1\n no bgp network import-check\n");
    CHECK(found(state) == Ids{"frr-no-import-check"});
    state = healthy("10.3");
    state.running_config = captured("frr-10.3-running-config.txt"); // with suppress-fib-pending, too
    CHECK(found(state) == Ids{"frr-no-import-check", "frr-suppress-fib-pending"});
}

TEST_CASE("FRR: another route to the address") {
    for (const auto& release : releases) {
        auto state = healthy(release);
        state.addresses[link_local].routes = captured("frr-" + release + "-route.json");
        CHECK(found(state) == Ids{"frr-other-route"});
    }
    auto state = healthy("8.4");
    auto& routes = state.addresses[link_local].routes;
    routes = replaced(routes, R"("protocol":"connected")", R"("protocol":"bgp")"); // another node's, while withdrawn
    CHECK(found(state) == Ids{});
    // Redistributing connected routes does not care for a static one; redistributing static ones does.
    routes = replaced(routes, R"("protocol":"bgp")", R"("protocol":"static")");
    CHECK(found(state) == Ids{"frr-other-route"});
    state.running_config = replaced(state.running_config, "  network 169.254.0.1/32\n", "  redistribute connected\n");
    const auto address = *IpAddress::parse("192.0.2.53");
    state.addresses = {{address, state.addresses[link_local]}};
    CHECK(found(state, {}, {"192.0.2.53"}) == Ids{});
    state.running_config = replaced(state.running_config, "  redistribute connected\n",
                                    "  redistribute connected\n  redistribute static\n");
    CHECK(found(state, {}, {"192.0.2.53"}) == Ids{"frr-other-route"});
}

TEST_CASE("FRR: IPv6 is looked at by itself") {
    const auto address = *IpAddress::parse("2001:db8::53");
    auto state = healthy("8.4");
    state.addresses = {{address, {true, "{}", "{}"}}};
    CHECK(found(state, {}, {"2001:db8::53"}) == Ids{"frr-not-announced"});
    state.running_config = replaced(
        state.running_config, " exit-address-family\n",
        " exit-address-family\n !\n address-family ipv6 unicast\n  network 2001:db8::53/128\n exit-address-family\n");
    state.addresses[address].paths = state.addresses[address].paths = captured("frr-8.4-paths.json");
    CHECK(found(state, {}, {"2001:db8::53"}) == Ids{});
}
