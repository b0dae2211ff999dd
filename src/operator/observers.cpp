#include "anyward/operator/observers.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

std::optional<std::string> text_of(const std::optional<Endpoint>& server) {
    return server ? std::optional(server->to_string()) : std::nullopt;
}

/// Those of contrib/systemd/anyward.catalog.
std::string_view message_id(State state) {
    switch (state) {
    case State::down:
        return "9f88e9b9872f4459887d6566ad9c613a";
    case State::up:
        return "bb1c7967c243495a96c6a8f2628c2f68";
    case State::degraded:
        return "892221faaf704bb98652e801a4b3e4c6";
    case State::draining:
        return "01680863a6bf40c09a96961b3860b0d5";
    case State::drained:
        return "38dd0591449c4a19b1fcab5475e32d8f";
    }
    return {};
}

Transition transition(const Decision& before, const Decision& now) {
    return {std::chrono::system_clock::now(), before.state, now.state, now.reason};
}

bool is_other(const Decision& before, const Decision& now) {
    return before.state != now.state || before.reason != now.reason;
}

} // namespace

Observers::Observers(EventLoop& loop, const Log& log, const Subject& subject, std::optional<int> listening,
                     std::optional<Memory> memory)
    : log_(log), subject_(subject), since_(std::chrono::system_clock::now()),
      watchdog_(loop, [this] { return subject_.prober.on_schedule(EventLoop::now()); }) {
    if (memory) {
        before_.state = memory->state;
        since_ = memory->since;
        history_ = std::move(memory->history);
    }
    for (const auto& address : subject_.settings.addresses) {
        addresses_ += fmt::format("{}{}/{}", addresses_.empty() ? "" : " ", address.to_string(), address.bits());
    }
    if (subject_.settings.on_change) {
        on_change_.emplace(loop, log_, *subject_.settings.on_change);
    }
    if (!subject_.settings.metrics_file.empty()) {
        metrics_.emplace(loop, log_, subject_.settings.metrics_file, [this] { return status(); });
    }
    if (listening) {
        control_.emplace(loop, *listening, log_,
                         Control::Handlers{.status = [this] { return status_json(status()); },
                                           .first_event = [this] { return status_event(status()); },
                                           .drain = [this](const auto& order) { subject_.drain_file.write(order); },
                                           .undrain = [this] { subject_.drain_file.remove(); }});
    }
}

Observers::Memory Observers::memory() const {
    return {subject_.health.decision().state, since_, history_};
}

void Observers::begin() {
    begun_ = true;
    before_.reason.clear(); // so that the log says how it begins
    on_decision(before_);
    if (before_.state != subject_.health.decision().state) {
        on_change(before_);
    }
}

void Observers::on_decision(const Decision& before) {
    const auto& decision = subject_.health.decision();
    if (!begun_ || !is_other(before, decision)) {
        return;
    }
    const auto latest = transition(before, decision);
    log(latest);
    if (latest.from != latest.to) {
        since_ = latest.at;
        history_.add(latest);
    }
    sd_notifyf(0, "STATUS=%s: %s", std::string(to_string(decision.state)).c_str(), decision.reason.c_str());
}

void Observers::log(const Transition& transition) const {
    if (transition.from == transition.to) {
        log_.info("{}: {}", to_string(transition.to), transition.reason);
        return;
    }
    const bool is_bad = transition.to == State::down || transition.to == State::degraded;
    log_.write(is_bad ? LogLevel::warning : LogLevel::info,
               fmt::format("{} -> {}: {}", to_string(transition.from), to_string(transition.to), transition.reason),
               {.message_id = message_id(transition.to),
                .fields = {fmt::format("ANYWARD_STATE={}", to_string(transition.to)),
                           fmt::format("ANYWARD_PREVIOUS={}", to_string(transition.from)),
                           fmt::format("ANYWARD_REASON={}", transition.reason),
                           fmt::format("ANYWARD_ADDRESSES={}", addresses_)}});
}

void Observers::on_change(const Decision& before) {
    const auto& decision = subject_.health.decision();
    if (!begun_ || !is_other(before, decision)) {
        return;
    }
    if (control_) {
        control_->publish(
            [&] { return transition_event(transition(before, decision), decision.wanted != Wanted::withdrawn); });
    }
    if (metrics_) {
        metrics_->changed();
    }
    if (on_change_ && before.state != decision.state) {
        on_change_->run({fmt::format("ANYWARD_NAME={}", subject_.settings.name),
                         fmt::format("ANYWARD_STATE={}", to_string(decision.state)),
                         fmt::format("ANYWARD_PREVIOUS={}", to_string(before.state)),
                         fmt::format("ANYWARD_REASON={}", decision.reason),
                         fmt::format("ANYWARD_ADDRESSES={}", addresses_)});
    }
}

void Observers::on_probe(const Prober::RowView& row) {
    if (control_) {
        control_->publish([&] { return probe_event(row.spec, text_of(row.asked), row.role, row.record); });
    }
}

Status Observers::status() const {
    const auto& [settings, health, announcement, prober, cover, drain_file] = subject_;
    const auto& decision = health.decision();
    const auto now = EventLoop::now();
    const auto wall_now = std::chrono::system_clock::now();
    const auto until = health.held_down_until();
    Status status{.name = settings.name,
                  .pid = getpid(),
                  .started = history_.started(),
                  .state = decision.state,
                  .serving = decision.wanted != Wanted::withdrawn,
                  .since = since_,
                  .reason = decision.reason,
                  .addresses = {},
                  .checks = {},
                  .drain = {},
                  .hold_down_until = {},
                  .transitions = history_.transitions(),
                  .transition_counts = history_.counts()};
    if (until && *until > now && !status.serving) {
        status.hold_down_until = wall_now + (*until - now);
    }
    if (const auto& order = drain_file.order()) {
        status.drain = {drain_file.since(), order->until, order->reason};
    }
    const auto unsettled = health.unsettled();
    for (std::size_t i = 0; i < settings.addresses.size(); ++i) {
        const auto& presence = announcement.presence()[i];
        const auto left =
            presence.expires ? std::optional(std::chrono::floor<Duration>(*presence.expires - now)) : std::nullopt;
        status.addresses.push_back(
            {.address = fmt::format("{}/{}", settings.addresses[i].to_string(), settings.addresses[i].bits()),
             .interface = settings.interface,
             .announced = presence.announced,
             .held = presence.held,
             .settled = presence.announced && std::ranges::find(unsettled, i) == unsettled.end(),
             .metric = presence.announced ? std::optional(presence.metric) : std::nullopt,
             .lease_remaining = presence.announced ? left : std::nullopt,
             .covered_by = presence.announced ? std::nullopt : cover.next_hop_of(settings.addresses[i])});
    }
    for (std::size_t i = 0; i < prober.row_count(); ++i) {
        const auto row = prober.row(i);
        status.checks.push_back({.spec = row.spec,
                                 .server = text_of(row.asked),
                                 .about = text_of(row.about),
                                 .role = row.role,
                                 .ok = health.check(i).passing(),
                                 .failures_in_window = health.check(i).failures(),
                                 .record = row.record});
    }
    return status;
}

} // namespace anyward
