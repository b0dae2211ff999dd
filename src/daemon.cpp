#include "anyward/daemon.hpp"

#include "anyward/rules.hpp"

#include <algorithm>
#include <csignal>
#include <deque>
#include <systemd/sd-daemon.h>
#include <utility>

namespace anyward {

namespace {

using namespace std::chrono_literals;

// Longer than FRR and BGP need to carry a withdrawal: queries on the way are still answered.
constexpr Duration hold_after_withdrawal = 1s;

std::string_view description(OnExit how) {
    switch (how) {
    case OnExit::withdraw:
        return "withdrawing";
    case OnExit::linger:
        return "leaving what is announced to its lease";
    case OnExit::keep:
        return "keeping what is announced";
    }
    return "";
}

} // namespace

Daemon::Daemon(Settings settings, std::optional<std::uint32_t> metric_before, std::function<Settings()> read_again)
    : settings_(std::move(settings)), read_again_(std::move(read_again)), log_(settings_.name, settings_.log_level),
      announcement_(log_, announcement_plan(settings_, metric_before)), health_(health_rules(settings_)),
      drain_file_(loop_, log_, settings_.drain_file, [this] { on_drain_file(); }),
      wake_up_(loop_.timer([this] { decide(Tick{}); })), last_second_(loop_.timer([this] { finish(); })) {
    add_rows();
    add_settlers();
    if (settings_.tripwire) {
        add_tripwires();
    }
}

void Daemon::add_rows() {
    for (auto& probe : plan_probes(settings_)) {
        const auto index = rows_.size();
        rows_.push_back({probe.name(), std::make_unique<CheckRunner>(
                                           loop_, *probe.check, std::move(probe.server), probe.timing,
                                           [this, index](const Verdict& verdict) { on_verdict(index, verdict); })});
    }
}

void Daemon::add_tripwires() {
    std::vector<Endpoint> seen;
    for (auto& row : rows_) {
        const auto& server = row.runner->server().server();
        if (server && std::ranges::find(seen, *server) == seen.end()) {
            seen.push_back(*server);
            add_tripwire(row);
        }
    }
}

void Daemon::add_tripwire(Row& row) {
    auto* runner = row.runner.get();
    row.tripwire = std::make_unique<Tripwire>(
        loop_, settings_.interval,
        Tripwire::Events{.on_trip =
                             [this, runner] {
                                 log_.debug("the TCP connection to {} ended; asking at once",
                                            runner->server().server()->to_string());
                                 runner->confirm();
                             },
                         .on_no_tcp =
                             [this](const std::string& detail) {
                                 log_.info("no TCP connection to hold ({}): a server that dies is noticed at the next "
                                           "probe",
                                           detail);
                             }});
}

void Daemon::add_settlers() {
    for (auto& probe : plan_settling(settings_)) {
        const auto index = settlers_.size();
        auto timing = probe.timing;
        timing.interval = timing.fast_interval;
        settlers_.push_back({std::make_unique<CheckRunner>(
            loop_, *probe.check, std::move(probe.server), timing, [this, index](const Verdict& verdict) {
                decide(SettleVerdict{index, verdict.kind, verdict.detail});
            })});
    }
}

int Daemon::run() {
    const auto terminate = loop_.on_signal(SIGTERM, [this] { end(settings_.on_exit); });
    const auto interrupt = loop_.on_signal(SIGINT, [this] { end(settings_.on_exit); });
    const auto restart = loop_.on_signal(SIGUSR2, [this] { end(OnExit::linger); });
    const auto hang_up = loop_.on_signal(SIGHUP, [this] { reload(); });
    const auto notifications = loop_.on_readable(monitor_.fd(), [this] {
        if (monitor_.drain()) {
            announcement_.kernel_changed();
            decide(Tick{});
        }
    });
    log_.info("{}: {}", to_string(health_.decision().state), health_.decision().reason);
    for (const auto& news : announcement_.begin(EventLoop::now())) {
        decide(news);
    }
    on_drain_file(); // puts the hold route in place, too
    for (auto& row : rows_) {
        row.runner->start(Pace::fast);
    }
    sd_notify(0, "READY=1");
    loop_.run();
    if (left_behind_) {
        log_.error("ended, and the address is still announced");
    }
    return left_behind_ ? 1 : 0;
}

void Daemon::on_drain_file() {
    if (ending_) {
        return;
    }
    if (const auto& order = drain_file_.order()) {
        decide(Drain{order->reason});
        return;
    }
    for (auto& row : rows_) {
        row.runner->trust_loopback();
    }
    decide(Undrain{});
}

void Daemon::on_verdict(std::size_t index, const Verdict& verdict) {
    auto& row = rows_[index];
    log_.debug("{}: {}: {} in {}", row.name, to_string(verdict.kind), verdict.detail, format_elapsed(verdict.rtt));
    const auto before = std::exchange(row.last, verdict.kind);
    if (before != verdict.kind && verdict.kind != VerdictKind::ok) {
        log_.warning("{}: {}: {}", row.name, to_string(verdict.kind), verdict.detail);
    } else if (before && before != verdict.kind) {
        log_.info("{}: ok: {}", row.name, verdict.detail);
    }
    const auto asked = row.runner->server().target();
    decide(CheckVerdict{index, verdict.kind, verdict.detail, verdict.rtt});
    if (!ending_ && row.runner->server().target() == asked) { // another one is asked at once already
        row.runner->set_pace(health_.pace(index));
    }
}

void Daemon::decide(const HealthInput& input) {
    std::deque<HealthInput> inputs{input};
    while (!inputs.empty()) {
        const auto now = EventLoop::now();
        const auto before = health_.decision();
        health_.apply(inputs.front(), now);
        inputs.pop_front();
        note(before);
        const auto& decision = health_.decision();
        announcement_.set_hold(wants_hold());
        const Goal goal{ending_ ? Wanted::withdrawn : decision.wanted, decision.metric, decision.evidence};
        std::ranges::move(announcement_.reconcile(goal, now), std::back_inserter(inputs));
    }
    if (!ending_) {
        tell_runners();
        tell_settlers();
        tell_tripwires();
    }
    arm_wake_up();
}

bool Daemon::wants_hold() const {
    const auto state = health_.decision().state;
    const bool drains = ending_ || state == State::draining || state == State::drained;
    return !finished_ && (settings_.hold == Hold::always || (settings_.hold == Hold::drain && drains));
}

void Daemon::note(const Decision& before) {
    const auto& decision = health_.decision();
    if ((decision.state == before.state && decision.reason == before.reason) || ending_) {
        return;
    }
    if (decision.state == before.state) {
        log_.info("{}: {}", to_string(decision.state), decision.reason);
    } else if (decision.state == State::down || decision.state == State::degraded) {
        log_.warning("{} -> {}: {}", to_string(before.state), to_string(decision.state), decision.reason);
    } else {
        log_.info("{} -> {}: {}", to_string(before.state), to_string(decision.state), decision.reason);
    }
    sd_notifyf(0, "STATUS=%s: %s", std::string(to_string(decision.state)).c_str(), decision.reason.c_str());
    if (decision.cause == Cause::not_settled) {
        for (auto& row : rows_) {
            row.runner->distrust_loopback();
        }
    }
}

void Daemon::tell_runners() {
    for (auto& row : rows_) {
        if (const auto& service = row.runner->server().service()) {
            const auto position = std::ranges::find(settings_.addresses, service->address);
            const auto index = static_cast<std::size_t>(position - settings_.addresses.begin());
            row.runner->set_presence(announcement_.presence()[index]);
        }
    }
}

void Daemon::tell_settlers() {
    const auto unsettled = health_.unsettled();
    for (std::size_t i = 0; i < settlers_.size(); ++i) {
        auto& settler = settlers_[i];
        const bool due = std::ranges::find(unsettled, i) != unsettled.end();
        if (due && !settler.running) {
            settler.runner->set_presence(announcement_.presence()[i]);
            settler.runner->start(Pace::steady);
        } else if (!due && settler.running) {
            settler.runner->stop();
        }
        settler.running = due;
    }
}

void Daemon::tell_tripwires() {
    const bool serving = health_.decision().wanted != Wanted::withdrawn && health_.unsettled().empty();
    for (auto& row : rows_) {
        if (row.tripwire) {
            row.tripwire->set_target(serving ? std::optional(row.runner->server().target()) : std::nullopt);
        }
    }
}

void Daemon::arm_wake_up() {
    const auto policy = ending_ ? std::nullopt : health_.decision().wake_at;
    const auto kernel = announcement_.retry_at();
    if (policy && kernel) {
        wake_up_.arm(std::min(*policy, *kernel));
    } else if (policy || kernel) {
        wake_up_.arm(policy ? *policy : *kernel);
    } else {
        wake_up_.disarm();
    }
}

void Daemon::stop_probing() {
    for (auto& row : rows_) {
        row.runner->stop();
        row.tripwire.reset();
    }
    for (auto& settler : settlers_) {
        settler.runner->stop();
    }
}

void Daemon::reload() {
    if (ending_) {
        return;
    }
    try {
        next_ = read_again_();
    } catch (const std::exception& error) {
        log_.error("not reloaded, and nothing is changed: {}", error.what());
        return;
    }
    log_.info("reloading");
    sd_notify(0, "RELOADING=1");
    stop_probing();
    withdraw_removed();
    loop_.stop();
}

/// What the next settings do not announce any more; the rest is left for adoption.
void Daemon::withdraw_removed() {
    auto plan = announcement_plan(settings_, std::nullopt);
    if (next_->interface == settings_.interface) {
        std::erase_if(plan.addresses, [&](const IpAddress& address) {
            return std::ranges::find(next_->addresses, address) != next_->addresses.end();
        });
    }
    Announcement removed(log_, std::move(plan));
    removed.begin(EventLoop::now());
    removed.reconcile({Wanted::withdrawn}, EventLoop::now());
}

void Daemon::end(OnExit how) {
    if (ending_) {
        finish();
        return;
    }
    log_.info("ending: {}", description(how));
    sd_notify(0, "STOPPING=1");
    stop_probing();
    if (how == OnExit::keep) {
        const auto now = EventLoop::now();
        announcement_.release_lease();
        announcement_.reconcile({health_.decision().wanted, health_.decision().metric, now}, now);
    }
    if (how != OnExit::withdraw || settings_.dry_run) {
        loop_.stop();
        return;
    }
    const bool was_announced = announcement_.any_announced();
    ending_ = true;
    decide(Tick{});
    if (was_announced && announcement_.any_held()) {
        last_second_.arm(EventLoop::now() + hold_after_withdrawal);
    } else {
        finish();
    }
}

void Daemon::finish() {
    finished_ = true;
    decide(Tick{});
    left_behind_ = announcement_.any_announced();
    loop_.stop();
}

} // namespace anyward
