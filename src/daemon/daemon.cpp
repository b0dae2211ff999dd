#include "anyward/daemon/daemon.hpp"

#include "anyward/daemon/rules.hpp"

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

Daemon::Daemon(Settings settings, std::optional<int> status_socket, Legacy legacy, std::function<Settings()> read_again)
    : settings_(std::move(settings)), read_again_(std::move(read_again)), log_(settings_.name, settings_.log_level),
      announcement_(log_, announcement_plan(settings_, legacy.metric_before)), health_(health_rules(settings_)),
      drain_file_(loop_, log_, settings_.drain_file, [this] { on_drain_file(); }),
      prober_(loop_, settings_, log_,
              {.on_verdict = [this](std::size_t row, const Verdict& verdict) { return on_verdict(row, verdict); },
               .on_settling =
                   [this](std::size_t address, const Verdict& verdict) {
                       decide(SettleVerdict{address, verdict.kind, verdict.detail});
                   }}),
      cover_(loop_, log_, settings_.addresses),
      observers_(loop_, log_, {settings_, health_, announcement_, prober_, cover_, drain_file_}, status_socket,
                 std::move(legacy.memory)),
      wake_up_(loop_.timer([this] { decide(Tick{}); })), last_second_(loop_.timer([this] { finish(); })) {}

int Daemon::run() {
    const auto terminate = loop_.on_signal(SIGTERM, [this] { end(settings_.on_exit); });
    const auto interrupt = loop_.on_signal(SIGINT, [this] { end(settings_.on_exit); });
    std::signal(SIGPIPE, SIG_IGN); // of a log that nobody reads any more
    const auto restart = loop_.on_signal(SIGUSR2, [this] { end(OnExit::linger); });
    const auto hang_up = loop_.on_signal(SIGHUP, [this] { reload(); });
    const auto notifications = loop_.on_readable(monitor_.fd(), [this] { on_notifications(); });
    for (const auto& news : announcement_.begin(EventLoop::now())) {
        decide(news);
    }
    on_drain_file(); // puts the hold route in place, too
    observers_.begin();
    prober_.start();
    sd_notify(0, "READY=1");
    loop_.run();
    if (left_behind_) {
        log_.error("ended, and the address is still announced");
    }
    return left_behind_ ? 1 : 0;
}

void Daemon::on_notifications() {
    const auto changes = monitor_.drain();
    if (changes.own || changes.missed) {
        announcement_.kernel_changed();
        decide(Tick{});
    }
    cover_.on_changes(changes);
}

void Daemon::on_drain_file() {
    if (ending_) {
        return;
    }
    if (const auto& order = drain_file_.order()) {
        decide(Drain{order->reason});
        return;
    }
    prober_.trust_loopback();
    decide(Undrain{});
}

Pace Daemon::on_verdict(std::size_t row, const Verdict& verdict) {
    observers_.on_probe(prober_.row(row));
    decide(CheckVerdict{row, verdict.kind, verdict.detail, verdict.rtt});
    return health_.pace(row);
}

void Daemon::decide(const HealthInput& input) {
    std::deque<HealthInput> inputs{input};
    while (!inputs.empty()) {
        const auto now = EventLoop::now();
        const auto before = health_.decision();
        health_.apply(inputs.front(), now);
        inputs.pop_front();
        if (!ending_) {
            observers_.on_decision(before);
        }
        const auto& decision = health_.decision();
        announcement_.set_hold(wants_hold());
        const Goal goal{ending_ ? Wanted::withdrawn : decision.wanted, decision.metric, decision.evidence};
        if (decision.cause == Cause::not_settled && before.cause != Cause::not_settled) {
            prober_.distrust_loopback();
        }
        if (announcement_.any_announced()) {
            announced_until_ = now;
        }
        std::ranges::move(announcement_.reconcile(goal, now), std::back_inserter(inputs));
        cover_.set_withdrawn(goal.wanted == Wanted::withdrawn);
        if (!ending_) {
            observers_.on_change(before);
        }
    }
    prober_.follow({.presence = announcement_.presence(),
                    .serving = health_.decision().wanted != Wanted::withdrawn,
                    .unsettled = health_.unsettled()});
    arm_wake_up();
}

bool Daemon::wants_hold() const {
    const auto state = health_.decision().state;
    const bool drains = ending_ || state == State::draining || state == State::drained;
    return !finished_ && (settings_.hold == Hold::always || (settings_.hold == Hold::drain && drains));
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

void Daemon::reload() {
    if (ending_) {
        return;
    }
    try {
        next_ = read_again_();
        withdraw_removed();
    } catch (const std::exception& error) {
        next_.reset();
        log_.error("not reloaded, and nothing is changed: {}", error.what());
        return;
    }
    log_.info("reloading");
    sd_notify(0, "RELOADING=1");
    prober_.stop();
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

Daemon::Legacy Daemon::legacy() const {
    const bool other_metric = next_ && next_->health.metric != settings_.health.metric;
    return {.metric_before = other_metric ? std::optional(settings_.health.metric) : std::nullopt,
            .memory = observers_.memory()};
}

void Daemon::end(OnExit how) {
    if (ending_) {
        finish();
        return;
    }
    log_.info("ending: {}", description(how));
    sd_notify(0, "STOPPING=1");
    prober_.stop();
    if (how == OnExit::keep) {
        const auto now = EventLoop::now();
        announcement_.release_lease();
        announcement_.reconcile({health_.decision().wanted, health_.decision().metric, now}, now);
    }
    if (how != OnExit::withdraw || settings_.dry_run) {
        loop_.stop();
        return;
    }
    ending_ = true;
    decide(Tick{});
    // Also of a withdrawal just before, as at a shutdown, where the nameserver goes first: FRR is stopped after us.
    const auto last_use = announced_until_ + hold_after_withdrawal;
    if (announcement_.any_held() && EventLoop::now() < last_use) {
        last_second_.arm(last_use);
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
