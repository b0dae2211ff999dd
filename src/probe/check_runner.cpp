#include "anyward/probe/check_runner.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

namespace anyward {

namespace {

/// How many inquiries of a check may be under way. Of those by DNS, each of which takes a descriptor, there are so many
/// only with a timeout far longer than the interval.
std::size_t most_under_way(const Check& check) {
    return std::holds_alternative<Program>(check.what) ? 1 : 64;
}

// A question that is answered this many times later than usual may be lost, or its server may hang.
constexpr int much_longer = 4;
constexpr int smoothing = 8; // an answer's part in what is usual is 1/8, RFC 6298's alpha
// After confirm().
constexpr std::array<Duration, 3> confirm_after{std::chrono::milliseconds(1), std::chrono::milliseconds(5),
                                                std::chrono::milliseconds(20)};

} // namespace

CheckRunner::CheckRunner(EventLoop& loop, const Check& check, ServerChoice server, const Timing& timing,
                         OnVerdict on_verdict)
    : loop_(loop), check_(check), server_(std::move(server)), timing_(timing), on_verdict_(std::move(on_verdict)),
      asking_(loop.timer([this] { on_due(); })), confirming_(loop.timer([this] { on_confirmation_due(); })) {}

void CheckRunner::start(Pace pace) {
    pace_ = pace;
    rescheduled_ = true;
    ask_at(EventLoop::now());
}

void CheckRunner::stop() {
    rescheduled_ = true;
    asking_.disarm();
    confirming_.disarm();
    under_way_.clear();
}

void CheckRunner::confirm() {
    confirmations_done_ = 0;
    confirming_since_ = EventLoop::now();
    confirming_.arm(confirming_since_ + confirm_after[0]);
    start_inquiry();
    // Where no answer comes. The verdict of one puts it back to where it was, in step with other checks.
    ask_at(std::min(due_, confirming_since_ + wait_for_answer()));
}

void CheckRunner::on_confirmation_due() {
    if (++confirmations_done_ < confirm_after.size()) {
        confirming_.arm(confirming_since_ + confirm_after[confirmations_done_]);
    }
    start_inquiry();
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
        under_way_.clear();
        rescheduled_ = true;
        ask_at(EventLoop::now());
    }
}

/// From an asking to the next, where no answer comes in between that has a pace of its own.
Duration CheckRunner::wait_for_answer() const {
    if (pace_ != Pace::steady) {
        return timing_.fast_interval;
    }
    return timing_.confirms_early ? std::clamp(much_longer * usual_rtt_, timing_.fast_interval, timing_.interval)
                                  : timing_.interval;
}

void CheckRunner::ask_at(Time when) {
    due_ = when;
    asking_.arm(when);
}

void CheckRunner::on_due() {
    // Counted from when it was due, checks that are asked together stay together, and the daemon wakes once for all.
    const auto now = EventLoop::now();
    last_asked_ = due_ <= now && now < due_ + timing_.fast_interval ? due_ : now;
    ask_at(last_asked_ + wait_for_answer());
    start_inquiry();
}

void CheckRunner::start_inquiry() {
    if (under_way_.size() < most_under_way(check_)) {
        const auto position = under_way_.emplace(under_way_.end(), loop_, check_, server_, timing_.timeout);
        position->start([this, position](const Verdict& verdict) { on_verdict(position, verdict); });
    }
}

void CheckRunner::on_verdict(Position position, const Verdict& verdict) {
    // `settle` is a good answer as well, of a loopback that does not count.
    if (verdict.kind == VerdictKind::ok || verdict.kind == VerdictKind::settle) {
        usual_rtt_ += (verdict.rtt - usual_rtt_) / smoothing;
    }
    if (verdict.kind != VerdictKind::timeout) {
        confirming_.disarm();
    }
    if (position->ended()) {
        under_way_.erase(position);
    }
    rescheduled_ = false;
    const auto pace = on_verdict_(verdict);
    if (!rescheduled_) {
        set_pace(pace);
    }
}

} // namespace anyward
