#include "anyward/doctor/frr_config.hpp"

#include "frr.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("FRR: no router bgp, or another VRF's only") {
    FrrState state{"!\nfrr version 8.4.4\n!\nend\n", {}, {}};
    CHECK(found(state) == Ids{"frr-not-announced"});
    state = healthy("8.4");
    state.running_config = replaced(state.running_config, "router bgp 64520\n", "router bgp 64520 vrf blue\n");
    CHECK(found(state) == Ids{"frr-not-announced"});
}

TEST_CASE("FRR: suppress-fib-pending of all instances") {
    auto state = healthy("8.4");
    state.running_config = replaced(state.running_config, "router bgp", "bgp suppress-fib-pending\n!\nrouter bgp");
    CHECK(found(state) == Ids{"frr-suppress-fib-pending"});
}
