#include "anyward/daemon/reload.hpp"

#include "anyward/announce/announcement.hpp"
#include "anyward/base/event_loop.hpp"
#include "anyward/daemon/rules.hpp"

#include <algorithm>
#include <utility>

namespace anyward {

Handover handover(const Settings& before, const Settings& next, const History& history) {
    const bool other_metric = next.health.metric != before.health.metric;
    return {.metric_before = other_metric ? std::optional(before.health.metric) : std::nullopt, .history = history};
}

void withdraw_removed(const Log& log, const Settings& before, const Settings& next) {
    auto plan = announcement_plan(before, std::nullopt);
    if (next.interface == before.interface) {
        std::erase_if(plan.addresses, [&](const IpAddress& address) {
            return std::ranges::find(next.addresses, address) != next.addresses.end();
        });
    }
    Announcement removed(log, std::move(plan));
    removed.begin(EventLoop::now());
    removed.reconcile({Wanted::withdrawn}, EventLoop::now());
}

} // namespace anyward
