#include "anyward/daemon/daemon.hpp"

#include <algorithm>
#include <string>
#include <unistd.h>

namespace anyward {

namespace {

std::optional<std::string> text_of(const std::optional<Endpoint>& server) {
    return server ? std::optional(server->to_string()) : std::nullopt;
}

std::vector<Status::Address> status_of(const Settings& settings, const Health& health, const Announcement& announcement,
                                       const CoverMonitor& cover) {
    const auto unsettled = health.unsettled();
    const auto now = EventLoop::now();
    std::vector<Status::Address> addresses;
    for (std::size_t i = 0; i < settings.addresses.size(); ++i) {
        const auto& presence = announcement.presence()[i];
        Status::Address address{.address = settings.addresses[i].host_prefix(),
                                .interface = settings.interface,
                                .announced = presence.announced,
                                .held = presence.held,
                                .settled = false,
                                .metric = {},
                                .lease_remaining = {},
                                .covered_by = {}};
        if (presence.announced) {
            address.settled = std::ranges::find(unsettled, i) == unsettled.end();
            address.metric = presence.metric;
            if (presence.expires) {
                address.lease_remaining = std::chrono::floor<Duration>(*presence.expires - now);
            }
        } else {
            address.covered_by = cover.next_hop_of(settings.addresses[i]);
        }
        addresses.push_back(std::move(address));
    }
    return addresses;
}

std::vector<Status::Check> status_of(const Prober& prober, const Health& health) {
    std::vector<Status::Check> checks;
    for (std::size_t i = 0; i < prober.row_count(); ++i) {
        const auto probe = prober.report(i);
        checks.push_back({.spec = probe.spec,
                          .server = text_of(probe.asked),
                          .about = text_of(probe.about),
                          .role = probe.role,
                          .ok = health.check(i).passing(),
                          .failures_in_window = health.check(i).failures(),
                          .record = probe.record});
    }
    return checks;
}

} // namespace

Status Daemon::status() const {
    const auto& decision = health_.decision();
    const auto& history = reporter_.history();
    const auto now = EventLoop::now();
    Status status{.name = settings_.name,
                  .pid = getpid(),
                  .started = history.started(),
                  .state = decision.state,
                  .serving = decision.wanted != Wanted::withdrawn,
                  .since = history.since(),
                  .reason = decision.reason,
                  .addresses = status_of(settings_, health_, announcement_, cover_),
                  .checks = status_of(prober_, health_),
                  .drain = {},
                  .hold_down_until = {},
                  .transitions = history.transitions(),
                  .transition_counts = history.counts()};
    if (const auto until = health_.held_down_until(); until && *until > now && !status.serving) {
        status.hold_down_until = std::chrono::system_clock::now() + (*until - now);
    }
    if (const auto& order = drain_file_.order()) {
        status.drain = {drain_file_.since(), order->until, order->reason};
    }
    return status;
}

} // namespace anyward
