#include "anyward/doctor/frr_metric.hpp"

#include "frr.hpp"

using namespace anyward;
using namespace anyward::doctor;

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
