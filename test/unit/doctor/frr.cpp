#include "anyward/doctor/frr.hpp"

#include "anyward/doctor/program.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

namespace {

const auto link_local = *IpAddress::parse("169.254.0.1");

/// A host where `network` announces 169.254.0.1, with what each of the two releases prints. The captured hosts were
/// told an advertisement-interval of 15 seconds and graceful restart, and have a blackhole route of the kernel.
FrrState healthy(const std::string& release) {
    FrrState state{
        captured("frr-" + release + "-running-config.txt"), captured("frr-" + release + "-neighbors.json"), {}};
    state.addresses[link_local] = {true, captured("frr-" + release + "-route.json"),
                                   captured("frr-" + release + "-paths.json")};
    state.running_config = replaced(state.running_config, " bgp graceful-restart\n", "");
    state.neighbours = replaced(state.neighbours, "Restart*", "Helper*");
    state.neighbours = replaced(state.neighbours, "15000", "0");
    auto& routes = state.addresses[link_local].routes;
    routes = replaced(routes, R"("protocol":"kernel")", R"("protocol":"connected")");
    if (release == "10.3") {
        state.running_config = replaced(state.running_config, " no bgp network import-check\n", "");
        state.running_config = replaced(state.running_config, " bgp suppress-fib-pending\n", "");
    }
    return state;
}

Ids found(const FrrState& state, const Words& more = {}, const Words& addresses = {"169.254.0.1"}) {
    return ids(examine_frr(serving(addresses, more), state));
}

const std::vector<std::string> releases{"8.4", "10.3"};

} // namespace

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

TEST_CASE("FRR: no router bgp, or another VRF's only") {
    FrrState state{"!\nfrr version 8.4.4\n!\nend\n", {}, {}};
    CHECK(found(state) == Ids{"frr-not-announced"});
    state = healthy("8.4");
    state.running_config = replaced(state.running_config, "router bgp 64520\n", "router bgp 64520 vrf blue\n");
    CHECK(found(state) == Ids{"frr-not-announced"});
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

TEST_CASE("FRR: suppress-fib-pending of all instances") {
    auto state = healthy("8.4");
    state.running_config = replaced(state.running_config, "router bgp", "bgp suppress-fib-pending\n!\nrouter bgp");
    CHECK(found(state) == Ids{"frr-suppress-fib-pending"});
}

TEST_CASE("FRR: the advertisement interval against --hold-down") {
    for (const auto& release : releases) {
        auto state = healthy(release);
        state.neighbours = replaced(captured("frr-" + release + "-neighbors.json"), "Restart*", "Helper*");
        CHECK(found(state) == Ids{"frr-advertisement-interval"});
        CHECK(found(state, {"--hold-down", "15s"}) == Ids{});
        CHECK(found(state, {"--hold-down", "14s"}) == Ids{"frr-advertisement-interval"});
    }
}

TEST_CASE("FRR: graceful restart") {
    for (const auto& release : releases) {
        auto state = healthy(release);
        state.neighbours = replaced(captured("frr-" + release + "-neighbors.json"), "15000", "0");
        CHECK(found(state) == Ids{"frr-graceful-restart"});
    }
    auto state = healthy("8.4");
    state.neighbours = replaced(captured("frr-8.4-neighbors.json"), "15000", "0");
    state.neighbours = replaced(state.neighbours, R"("remoteGrMode":"Helper")", R"("remoteGrMode":"Disable")");
    CHECK(found(state) == Ids{});
}

TEST_CASE("FRR: metrics with network are not sent") {
    const auto state = healthy("8.4");
    for (const auto& more : {Words{"--drain-metric", "2000"}, Words{"--metric", "5"},
                             Words{"--degraded-action", "metric", "--soft-check", ". NS"}}) {
        CHECK(found(state, more) == Ids{"frr-metric-not-sent"});
    }
    CHECK(found(state, {"--degraded-metric", "3000"}) == Ids{}); // not used
}

TEST_CASE("FRR: metrics with redistribute connected need somebody who acts on them") {
    auto state = healthy("8.4");
    state.running_config = replaced(state.running_config, "  network 169.254.0.1/32\n", "  redistribute connected\n");
    const auto address = *IpAddress::parse("192.0.2.53");
    state.addresses = {{address, state.addresses[link_local]}};
    const Words drain{"--drain-metric", "2000"};
    const Words addresses{"192.0.2.53"};
    CHECK(found(state, {}, addresses) == Ids{});
    CHECK(found(state, drain, addresses) == Ids{"frr-metric-only-med"});

    auto mapped = state;
    mapped.running_config =
        replaced(state.running_config, "route-map to-routers permit 10\n",
                 "route-map to-routers permit 5\n match metric 2000\nexit\n!\nroute-map to-routers permit 10\n");
    CHECK(found(mapped, drain, addresses) == Ids{});
    CHECK(found(mapped, {"--drain-metric", "3000"}, addresses) == Ids{"frr-metric-only-med"});
    // A route-map that nothing goes through.
    mapped.running_config = replaced(mapped.running_config, "neighbor 10.21.2.0 route-map to-routers out", "");
    CHECK(found(mapped, drain, addresses) == Ids{"frr-metric-only-med"});

    auto compared = state;
    compared.running_config =
        replaced(state.running_config, " bgp router-id", " bgp always-compare-med\n bgp router-id");
    CHECK(found(compared, drain, addresses) == Ids{});
    auto internal = state;
    internal.neighbours = replaced(state.neighbours, R"("nbrExternalLink":true)", R"("nbrInternalLink":true)");
    CHECK(found(internal, drain, addresses) == Ids{});
}

TEST_CASE("FRR: what vtysh says before JSON does not matter, and anything else is no answer") {
    auto state = healthy("8.4");
    state.neighbours =
        "% Can't open configuration file /etc/frr/vtysh.conf due to 'No such file or directory'.\n" + state.neighbours;
    CHECK(found(state) == Ids{});
    for (const auto* nonsense : {"", "bgpd is not running\n", "{", "}{", "{\"10.21.2.0\": "}) {
        state.neighbours = nonsense;
        CHECK_THROWS_AS(found(state), NotLookedAt);
    }
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
