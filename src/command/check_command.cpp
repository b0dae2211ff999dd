#include "anyward/command/check_command.hpp"

#include "anyward/announce/oddities.hpp"
#include "anyward/base/log.hpp"
#include "anyward/kernel/netlink.hpp"
#include "anyward/kernel/presence.hpp"
#include "anyward/probe/ask_once.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <vector>

namespace anyward {

namespace {

void print(const PlannedProbe& probe, const Verdict& verdict) {
    fmt::print("{:<11} {:<8} {}  ({}, {})\n", to_string(verdict.kind), to_string(probe.role), probe.check->spec,
               verdict.detail, format_elapsed(verdict.rtt));
}

/// What the kernel has of the service addresses; what is odd about them is logged.
std::vector<Presence> look_up_presence(const Settings& settings) {
    Netlink netlink;
    const auto index = netlink.index_of(settings.interface);
    const auto found = netlink.addresses();
    const Log log(settings.name, settings.log_level);
    for (const auto& [level, line] : oddities(settings.addresses, found,
                                              {.interface = settings.interface,
                                              .interface_index = index,
                                              .label = settings.label,
                                              .metric = settings.health.metric})) {
        log.write(level, line);
    }
    return presence_of(settings.addresses, index, found, netlink.holds(), Clock::now());
}

} // namespace

int run_checks(const Settings& settings) {
    const auto probes = plan_probes(settings);
    const auto verdicts = ask_once(probes, look_up_presence(settings));
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
