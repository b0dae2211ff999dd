#include "anyward/command/check_command.hpp"

#include "anyward/kernel/netlink.hpp"
#include "anyward/kernel/presence.hpp"
#include "anyward/probe/ask_once.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>

namespace anyward {

namespace {

void print(const PlannedProbe& probe, const Verdict& verdict) {
    fmt::print("{:<11} {:<8} {}  ({}, {})\n", to_string(verdict.kind), to_string(probe.role), probe.check->spec,
               verdict.detail, format_elapsed(verdict.rtt));
}

} // namespace

int run_checks(const Settings& settings) {
    Netlink netlink;
    const auto presence = presence_of(settings.addresses, netlink.index_of(settings.interface), netlink.addresses(),
                                      netlink.holds(), Clock::now());
    const auto probes = plan_probes(settings);
    const auto verdicts = ask_once(probes, presence);
    int status = 0;
    for (std::size_t i = 0; i < probes.size(); ++i) {
        print(probes[i], verdicts[i]);
        if (verdicts[i].kind != VerdictKind::ok) {
            status = std::max(status, probes[i].role == Role::soft ? 1 : 2);
        }
    }
    return status;
}

} // namespace anyward
