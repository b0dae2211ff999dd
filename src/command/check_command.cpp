#include "anyward/command/check_command.hpp"

#include "anyward/announce/announcement.hpp"
#include "anyward/base/event_loop.hpp"
#include "anyward/probe/check_runner.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace anyward {

namespace {

// Longer than any timeout: every check is asked once.
constexpr Duration never_again = std::chrono::hours(24 * 400);

struct Asked {
    PlannedProbe probe;
    std::unique_ptr<CheckRunner> runner{};
    std::optional<Verdict> verdict{};
};

void print(const Asked& asked) {
    const auto& verdict = *asked.verdict;
    fmt::print("{:<11} {:<8} {}  ({}, {})\n", to_string(verdict.kind), to_string(asked.probe.role),
               asked.probe.check->spec, verdict.detail, format_elapsed(verdict.rtt));
}

} // namespace

int run_checks(const Settings& settings) {
    const Log log(settings.name, settings.log_level);
    Announcement kernel(log, {settings.addresses, settings.interface, settings.label, true});
    kernel.begin(EventLoop::now());

    EventLoop loop;
    std::vector<Asked> all;
    for (auto& probe : plan_probes(settings)) {
        all.push_back({std::move(probe)});
    }
    auto waiting = all.size();
    for (auto& asked : all) {
        auto once = asked.probe.timing;
        once.interval = never_again;
        once.confirms_early = false;
        asked.runner = std::make_unique<CheckRunner>(loop, *asked.probe.check, asked.probe.server, once,
                                                     [&asked, &loop, &waiting](const Verdict& verdict) {
                                                         // A program that cannot be killed says so again.
                                                         if (!std::exchange(asked.verdict, verdict) && --waiting == 0) {
                                                             loop.stop();
                                                         }
                                                         return Pace::steady;
                                                     });
        if (const auto& service = asked.probe.server.service()) {
            const auto position = std::ranges::find(settings.addresses, service->address);
            asked.runner->set_presence(
                kernel.presence()[static_cast<std::size_t>(position - settings.addresses.begin())]);
        }
        asked.runner->start(Pace::steady);
    }
    loop.run();
    std::ranges::for_each(all, print);
    int status = 0;
    for (const auto& asked : all) {
        if (asked.verdict->kind != VerdictKind::ok) {
            status = std::max(status, asked.probe.role == Role::soft ? 1 : 2);
        }
    }
    return status;
}

} // namespace anyward
