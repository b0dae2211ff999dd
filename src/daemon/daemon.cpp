#include "anyward/daemon/daemon.hpp"

#include "anyward/base/enum_names.hpp"
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

constexpr auto endings = enum_names<OnExit>({{OnExit::withdraw, "withdrawing"},
                                             {OnExit::linger, "leaving what is announced to its lease"},
                                             {OnExit::keep, "keeping what is announced"}});

std::optional<Time> earlier(std::optional<Time> one, std::optional<Time> other) {
    return one && other ? std::min(one, other) : std::max(one, other);
}

} // namespace

Daemon::Daemon(EventLoop& loop, Settings settings, std::optional<int> status_socket, const Handover& before,
               std::function<Settings()> read_again)
    : settings_(std::move(settings)), lease_(lease_from(settings_)), read_again_(std::move(read_again)),
      log_(settings_.name, settings_.log_level), loop_(loop),
      announcement_(log_, announcement_plan(settings_, before.metric_before)), health_(health_rules(settings_)),
      drain_file_(loop_, log_, settings_.drain_file, [this] { on_drain_file(); }),
      prober_(loop_, settings_, log_,
              {.on_verdict = [this](std::size_t row, const Verdict& verdict) { return on_verdict(row, verdict); },
               .on_settling =
                   [this](std::size_t address, const Verdict& verdict) {
                       decide(SettleVerdict{address, verdict.kind, verdict.detail});
                   }}),
      cover_(loop_, log_, settings_.addresses),
      control_(status_socket ? std::optional<Control>(
                                   std::in_place, loop_, *status_socket, log_,
                                   Control::Handlers{.status = [this] { return status_json(status()); },
                                                     .first_event = [this] { return status_event(status()); },
                                                     .drain = [this](const auto& order) { drain_file_.write(order); },
                                                     .undrain = [this] { drain_file_.remove(); }})
                             : std::nullopt),
      reporter_(
          loop_, log_, settings_, control_ ? &*control_ : nullptr, [this] { return status(); }, before.history),
      watchdog_(loop_, [this] { return prober_.on_schedule(EventLoop::now()); }),
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
    phase_ = Phase::running;
    reporter_.begin(health_.decision());
    prober_.start();
    sd_notify(0, "READY=1");
    loop_.run();
    if (phase_ == Phase::over && announcement_.any_announced()) {
        log_.error("ended, and the address is still announced");
        return 1;
    }
    return 0;
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
    if (phase_ > Phase::running) {
        return;
    }
    if (const auto& order = drain_file_.order()) {
        decide(Drain{order->reason});
        return;
    }
    decide(Undrain{});
}

Pace Daemon::on_verdict(std::size_t row, const Verdict& verdict) {
    const auto decisions =
        carry_out(CheckVerdict{row, verdict.kind, verdict.detail, verdict.rtt, verdict.from_loopback});
    reporter_.report_probe(prober_.report(row));
    report(decisions);
    update_probing();
    return health_.pace(row);
}

void Daemon::decide(const HealthInput& input) {
    report(carry_out(input));
    update_probing();
}

/// Hands the input to the policy, what that decides to the kernel, what the kernel has to say back to the policy, until
/// both agree. Nobody else is told meanwhile: a reader of the log who is stuck must not keep the kernel waiting.
/// @return what was decided: before, and after each input
std::vector<Decision> Daemon::carry_out(const HealthInput& input) {
    std::vector<Decision> decisions{health_.decision()};
    std::deque<HealthInput> inputs{input};
    while (!inputs.empty()) {
        const auto now = EventLoop::now();
        decisions.push_back(health_.apply(inputs.front(), now));
        inputs.pop_front();
        if (announcement_.any_announced()) {
            announced_until_ = now;
        }
        std::ranges::move(announcement_.reconcile(goal(), now), std::back_inserter(inputs));
    }
    return decisions;
}

void Daemon::report(const std::vector<Decision>& decisions) {
    for (std::size_t i = 1; i < decisions.size() && phase_ == Phase::running; ++i) {
        reporter_.report(decisions[i - 1], decisions[i]);
    }
}

/// Whom to ask from now on, and when to decide again.
void Daemon::update_probing() {
    const auto& decision = health_.decision();
    cover_.set_withdrawn(goal().wanted == Wanted::withdrawn);
    prober_.set_situation({.presence = announcement_.presence(),
                           .serving = decision.wanted != Wanted::withdrawn,
                           .unsettled = health_.unsettled(),
                           .loopback_ignored = decision.loopback_ignored});
    const auto policy = phase_ > Phase::running ? std::nullopt : decision.wake_at;
    if (const auto next = earlier(policy, announcement_.retry_at())) {
        wake_up_.arm(*next);
    } else {
        wake_up_.disarm();
    }
}

Goal Daemon::goal() const {
    const auto& decision = health_.decision();
    const bool ends = phase_ > Phase::running;
    const bool drains = ends || decision.state == State::draining || decision.state == State::drained;
    const bool hold = settings_.hold == Hold::always || (settings_.hold == Hold::drain && drains);
    return {.wanted = ends ? Wanted::withdrawn : decision.wanted,
            .metric = decision.metric,
            .evidence = decision.evidence,
            .hold = hold && phase_ != Phase::over,
            .lease = lease_};
}

void Daemon::reload() {
    if (phase_ > Phase::running) {
        return;
    }
    try {
        next_ = read_again_();
        withdraw_removed(log_, settings_, *next_);
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

void Daemon::end(OnExit how) {
    if (phase_ > Phase::running) {
        finish();
        return;
    }
    prober_.stop();
    const bool withdraws = how == OnExit::withdraw && !settings_.dry_run;
    if (withdraws) {
        phase_ = Phase::withdrawing;
        decide(Tick{});
    } else if (how == OnExit::keep) {
        auto last = goal();
        last.keep = true;
        announcement_.reconcile(last, EventLoop::now());
    }
    log_.info("ending: {}", endings.of(how));
    sd_notify(0, "STOPPING=1");
    if (!withdraws) {
        loop_.stop();
        return;
    }
    // Also of a withdrawal just before, as at a shutdown, where the nameserver goes first: FRR is stopped after us.
    const auto last_use = announced_until_ + hold_after_withdrawal;
    if (announcement_.any_held() && EventLoop::now() < last_use) {
        last_second_.arm(last_use);
    } else {
        finish();
    }
}

void Daemon::finish() {
    phase_ = Phase::over;
    decide(Tick{});
    loop_.stop();
}

} // namespace anyward
