#pragma once

#include "anyward/doctor/frr.hpp"
#include "doctor.hpp"

namespace anyward::doctor {

inline const auto link_local = *IpAddress::parse("169.254.0.1");

/// A host where `network` announces 169.254.0.1, with what each of the two releases prints. The captured hosts were
/// told an advertisement-interval of 15 seconds and graceful restart, and have a blackhole route of the kernel.
inline FrrState healthy(const std::string& release) {
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

inline Ids found(const FrrState& state, const Words& more = {}, const Words& addresses = {"169.254.0.1"}) {
    return ids(examine_frr(serving(addresses, more), state));
}

inline const std::vector<std::string> releases{"8.4", "10.3"};

} // namespace anyward::doctor
