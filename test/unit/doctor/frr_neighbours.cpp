#include "anyward/doctor/frr_neighbours.hpp"

#include "anyward/doctor/program.hpp"

#include "frr.hpp"

using namespace anyward;
using namespace anyward::doctor;

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
