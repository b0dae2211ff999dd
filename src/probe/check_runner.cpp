#include "anyward/probe/check_runner.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace anyward {

namespace {

/// How many probes of a check may be under way. Of DNS probes, each of which takes a descriptor, there are so many only
/// with a timeout far longer than the interval.
std::size_t most_pending(const Check& check) {
    return std::holds_alternative<Program>(check.what) ? 1 : 64;
}

// A probe that takes this many times as long as usual may be lost, or its server may hang.
constexpr int much_longer = 4;
constexpr int smoothing = 8;
constexpr std::array<Duration, 3> confirmation_times{std::chrono::milliseconds(1), std::chrono::milliseconds(5),
                                                     std::chrono::milliseconds(20)};

} // namespace

CheckRunner::CheckRunner(EventLoop& loop, const Check& check, ServerChoice server, const Timing& timing,
                         OnVerdict on_verdict)
    : loop_(loop), check_(check), server_(std::move(server)), timing_(timing), on_verdict_(std::move(on_verdict)),
      next_(loop.timer([this] { ask(); })), confirmation_(loop.timer([this] { ask_once_more(); })) {}

void CheckRunner::start(Pace pace) {
    pace_ = pace;
    rescheduled_ = true;
    ask_at(EventLoop::now());
}

void CheckRunner::stop() {
    rescheduled_ = true;
    next_.disarm();
    confirmation_.disarm();
    pending_.clear();
}

void CheckRunner::confirm() {
    confirmations_ = 0;
    confirming_since_ = EventLoop::now();
    confirmation_.arm(confirming_since_ + confirmation_times[0]);
    inquire();
    // Where no answer comes. The verdict of one puts it back to where it was, in step with other checks.
    ask_at(std::min(due_, confirming_since_ + patience()));
}

void CheckRunner::ask_once_more() {
    if (++confirmations_ < confirmation_times.size()) {
        confirmation_.arm(confirming_since_ + confirmation_times[confirmations_]);
    }
    inquire();
}

/// When to ask next, counted from the last asking.
void CheckRunner::set_pace(Pace pace) {
    pace_ = pace;
    switch (pace) {
    case Pace::steady:
        ask_at(last_asked_ + timing_.interval);
        break;
    case Pace::fast:
        ask_at(last_asked_ + timing_.fast_interval);
        break;
    case Pace::at_once:
        ask_at(EventLoop::now());
        break;
    }
}

void CheckRunner::set_presence(const Presence& presence) {
    if (server_.set_presence(presence)) {
        pending_.clear();
        rescheduled_ = true;
        ask_at(EventLoop::now());
    }
}

/// How long to wait for the probe just sent before the next one.
Duration CheckRunner::patience() const {
    if (pace_ != Pace::steady) {
        return timing_.fast_interval;
    }
    return timing_.confirms_early ? std::clamp(much_longer * usual_rtt_, timing_.fast_interval, timing_.interval)
                                  : timing_.interval;
}

void CheckRunner::ask_at(Time when) {
    due_ = when;
    next_.arm(when);
}

void CheckRunner::ask() {
    // Counted from when it was due, checks that are asked together stay together, and the daemon wakes once for all.
    const auto now = EventLoop::now();
    last_asked_ = due_ <= now && now < due_ + timing_.fast_interval ? due_ : now;
    ask_at(last_asked_ + patience());
    inquire();
}

void CheckRunner::inquire() {
    if (pending_.size() < most_pending(check_)) {
        const auto position = pending_.emplace(pending_.end(), loop_, check_, server_, timing_.timeout);
        position->start([this, position](const Verdict& verdict) { on_verdict(position, verdict); });
    }
}

void CheckRunner::on_verdict(Position position, const Verdict& verdict) {
    // `settle` is a good answer as well, of a loopback that does not count.
    if (verdict.kind == VerdictKind::ok || verdict.kind == VerdictKind::settle) {
        usual_rtt_ += (verdict.rtt - usual_rtt_) / smoothing;
    }
    if (verdict.kind != VerdictKind::timeout) {
        confirmation_.disarm();
    }
    if (position->ended()) {
        pending_.erase(position);
    }
    rescheduled_ = false;
    const auto pace = on_verdict_(verdict);
    if (!rescheduled_) {
        set_pace(pace);
    }
}

} // namespace anyward
