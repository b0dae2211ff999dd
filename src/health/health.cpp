#include "anyward/health/health.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace anyward {

namespace {

// Longer than FRR and BGP need to carry a withdrawal.
constexpr Duration time_to_empty = std::chrono::seconds(1);

} // namespace

std::string_view to_string(State state) {
    switch (state) {
    case State::down:
        return "down";
    case State::up:
        return "up";
    case State::degraded:
        return "degraded";
    case State::draining:
        return "draining";
    case State::drained:
        return "drained";
    }
    return "unknown";
}

Health::Health(HealthRules rules)
    : rules_(std::move(rules)), hold_down_({rules_.hold_down, rules_.hold_down_max, rules_.flap_window}),
      checks_(rules_.checks.size(), CheckCounter({.rise = rules_.rise, .fall = rules_.fall, .window = rules_.window})) {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        if (rules_.checks[i].role == Role::soft) {
            checks_[i].trust();
        }
    }
    derive();
}

const Decision& Health::apply(const HealthInput& input, Time now) {
    std::visit([this, now](const auto& event) { take(event, now); }, input);
    lose_trust_without_evidence(now);
    start_serving_if_possible(now);
    derive();
    return decision_;
}

/// What follows from what is known: state, what is wanted, when to look again.
void Health::derive() {
    const bool soft_pass = soft_checks_pass();
    if (serving_) {
        decision_.state = soft_pass ? State::up : State::degraded;
        decision_.wanted = enough(&CheckCounter::proven) ? Wanted::announced : Wanted::as_found;
    } else {
        settling_.reset();
        const bool only_soft = rules_.degraded_action == DegradedAction::withdraw && interface_present_ &&
                               enough(&CheckCounter::passing) && !soft_pass;
        decision_.state = only_soft ? State::degraded : State::down;
        decision_.wanted = Wanted::withdrawn;
    }
    const bool by_metric = !soft_pass && rules_.degraded_action == DegradedAction::metric;
    decision_.metric = by_metric ? rules_.degraded_metric : rules_.metric;
    if (drain_) {
        decision_.state = drain_->until ? State::draining : State::drained;
        decision_.metric = rules_.drain_metric.value_or(decision_.metric);
    }
    decision_.wake_at.reset();
    const auto wake = [this](std::optional<Time> at) {
        decision_.wake_at = std::min(decision_.wake_at.value_or(Time::max()), at.value_or(Time::max()));
        if (decision_.wake_at == Time::max()) {
            decision_.wake_at.reset();
        }
    };
    wake(settling_ ? std::optional(settling_->until) : std::nullopt);
    wake(serving_ ? vouched_until() : std::nullopt);
    wake(decision_.cause == Cause::held_down ? hold_down_.until() : std::nullopt);
    wake(drain_ ? drain_->until : std::nullopt);
}

void Health::take(const CheckVerdict& input, Time now) {
    auto& check = checks_[input.check];
    if (input.kind == VerdictKind::ok) {
        const bool soft_passed = soft_checks_pass();
        check.pass();
        if (rules_.checks[input.check].role != Role::soft && enough(&CheckCounter::passing)) {
            // When it was asked: the answer may have waited for us, if we were stopped, for long.
            decision_.evidence = std::max(decision_.evidence.value_or(Time::min()), now - input.rtt);
        }
        if (serving_ && !soft_passed && soft_checks_pass()) {
            say(Cause::soft_checks_pass, "every soft check passes again");
        }
    } else if (!settling_ || !rules_.checks[input.check].asks_service_address) {
        if (check.fail(input.kind)) {
            fell(input, now);
        }
    }
}

void Health::fell(const CheckVerdict& input, Time now) {
    const auto& check = checks_[input.check];
    auto reason = fmt::format("{}: {}: {} ({} of the last {} probes failed)", rules_.checks[input.check].name,
                              to_string(input.kind), input.detail, check.failures(), check.seen());
    const bool soft = rules_.checks[input.check].role == Role::soft;
    if (soft) {
        soft_failure_ = reason;
    }
    const auto cause = soft ? Cause::soft_check_failed : Cause::check_failed;
    if (serving_ && !may_serve()) {
        stop_serving(cause, std::move(reason), now);
    } else if (serving_ ? soft : decision_.cause == Cause::held_down && !may_serve()) {
        // While withdrawn, the reason stays that of the withdrawal, unless it was that every check passes.
        say(cause, std::move(reason));
    }
}

void Health::take(const SettleVerdict& input, Time /*now*/) {
    if (!settling_) {
        return;
    }
    auto& missing = settling_->missing[input.address];
    if (input.kind == VerdictKind::ok) {
        missing.reset();
    } else if (missing) {
        missing = {input.kind, fmt::format("{}: {}", to_string(input.kind), input.detail)};
    }
    if (unsettled().empty()) {
        settling_.reset();
    }
}

void Health::take(const Adopted& /*input*/, Time now) {
    adopted_at_ = now;
    for (auto& check : checks_) {
        check.trust();
    }
    serving_ = true;
    say(Cause::adopted, "adopted: the address was on the interface at start");
}

void Health::take(const Announced& /*input*/, Time now) {
    if (serving_ && !rules_.addresses.empty()) {
        const Missing nothing_yet{VerdictKind::timeout, "no answer yet"};
        settling_ = Settling{now + rules_.settle, std::vector(rules_.addresses.size(), std::optional(nothing_yet))};
    }
}

void Health::take(const AddressGone& /*input*/, Time now) {
    settling_.reset(); // where the address is not, nobody can answer; it begins anew when it is back
    if (serving_ && !enough(&CheckCounter::proven)) {
        end_trust();
        stop_serving(Cause::address_gone, "somebody deleted the adopted address before every check had passed", now);
    }
}

void Health::take(const LeaseExpired& /*input*/, Time now) {
    if (serving_) {
        rise_anew(now);
    }
}

void Health::take(const InterfaceGone& input, Time now) {
    interface_present_ = false;
    end_trust();
    stop_serving(Cause::interface_gone, fmt::format("there is no interface {}; waiting for it", input.name), now);
}

void Health::take(const InterfaceBack& /*input*/, Time /*now*/) {
    interface_present_ = true;
    say(Cause::interface_back, "the interface is there; waiting for every check to pass");
}

void Health::take(const Drain& input, Time now) {
    if (drain_) {
        return;
    }
    drain_ =
        Draining{.reason = input.reason.empty() ? "drained" : fmt::format("drained: {}", input.reason), .until = {}};
    if (serving_ && rules_.drain_metric) {
        drain_->until = now + rules_.drain_time;
        say(Cause::drain, fmt::format("{}; announced with metric {} for {} before it is withdrawn", drain_->reason,
                                      *rules_.drain_metric, format_duration(rules_.drain_time)));
    } else {
        withdraw_to_drain(now);
    }
}

void Health::take(const Undrain& /*input*/, Time /*now*/) {
    if (std::exchange(drain_, std::nullopt)) {
        hold_down_.forget();
        say(Cause::undrained,
            serving_ ? "undrained while it was still announced" : "undrained; waiting for every check to pass");
    }
}

/// Nothing is announced from now on; questions on their way are still answered for a moment.
void Health::withdraw_to_drain(Time now) {
    if (std::exchange(serving_, false)) {
        drain_->until = now + time_to_empty;
        say(Cause::drain, fmt::format("{}; withdrawn, answering what is still on its way", drain_->reason));
    } else {
        drain_->until.reset();
        say(Cause::drain, drain_->reason);
    }
}

void Health::take(const Tick& /*input*/, Time now) {
    if (drain_ && drain_->until && now >= *drain_->until) {
        withdraw_to_drain(now);
    }
    if (!settling_ || now < settling_->until) {
        return;
    }
    const auto first = unsettled().front();
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        if (rules_.checks[i].asks_service_address && rules_.checks[i].role != Role::soft) {
            checks_[i].reset();
        }
    }
    const auto& missing = *settling_->missing[first];
    // Where the question could not even be sent, the nameserver is not to blame.
    stop_serving(missing.kind == VerdictKind::unreachable ? Cause::not_askable : Cause::not_settled,
                 fmt::format("settle: {} did not answer within {} of its announcement ({}); does the nameserver listen "
                             "on it? (BIND: rndc scan; Unbound: interface:)",
                             rules_.addresses[first], format_duration(rules_.settle), missing.detail),
                 now);
}

std::vector<std::size_t> Health::unsettled() const {
    std::vector<std::size_t> indices;
    if (settling_) {
        for (std::size_t i = 0; i < settling_->missing.size(); ++i) {
            if (settling_->missing[i]) {
                indices.push_back(i);
            }
        }
    }
    return indices;
}

bool Health::enough(bool (CheckCounter::*quality)() const) const {
    std::map<std::size_t, bool> hard; // by group, whether all of it has the quality
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        const bool has = (checks_[i].*quality)();
        const auto& rule = rules_.checks[i];
        if (rule.role == Role::liveness && !has) {
            return false;
        }
        if (rule.role == Role::hard) {
            auto [group, is_new] = hard.try_emplace(rule.group, has);
            group->second = group->second && has;
        }
    }
    const auto having = std::ranges::count(hard, true, &std::pair<const std::size_t, bool>::second);
    return static_cast<std::size_t>(having) >= std::min<std::size_t>(rules_.require.value_or(hard.size()), hard.size());
}

bool Health::soft_checks_pass() const {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        if (rules_.checks[i].role == Role::soft && !checks_[i].passing()) {
            return false;
        }
    }
    return true;
}

bool Health::may_serve() const {
    return interface_present_ && enough(&CheckCounter::passing) &&
           (rules_.degraded_action != DegradedAction::withdraw || soft_checks_pass());
}

void Health::end_trust() {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        if (rules_.checks[i].role != Role::soft) {
            checks_[i].end_trust();
        }
    }
}

/// Until when passes, or the adoption, speak for the service. A second earlier than the kernel, which knows whole
/// seconds, lets the lease run out: what it deletes then, it deletes for a daemon that does not run.
std::optional<Time> Health::vouched_until() const {
    constexpr Duration margin = std::chrono::seconds(1);
    const auto since = std::max(decision_.evidence, adopted_at_);
    return rules_.lease && since ? std::optional(*since + *rules_.lease - margin) : std::nullopt;
}

void Health::lose_trust_without_evidence(Time now) {
    if (now >= vouched_until().value_or(Time::max()) && enough(&CheckCounter::passing)) {
        rise_anew(now);
    }
}

/// The lease ran out, or is about to.
void Health::rise_anew(Time now) {
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        if (rules_.checks[i].role != Role::soft) {
            checks_[i].reset();
        }
    }
    stop_serving(Cause::lease_ran_out,
                 "the lease ran out: nothing has passed for so long; anyward was stopped, or got no time to run", now);
}

void Health::say(Cause cause, std::string reason) {
    if (drain_ && cause != Cause::drain) {
        return; // whatever the checks say
    }
    decision_.cause = cause;
    decision_.reason = std::move(reason);
}

void Health::stop_serving(Cause cause, std::string reason, Time now) {
    const bool was_proven = enough(&CheckCounter::proven); // what was only adopted, the start has put right
    if (!std::exchange(serving_, false)) {
        // as before
    } else if (drain_) {
        drain_->until.reset();
        say(Cause::drain, fmt::format("{}; withdrawn at once: {}", drain_->reason, reason));
    } else if (was_proven && cause != Cause::lease_ran_out) {
        hold_down_.withdrawn(now);
    }
    say(cause, std::move(reason));
}

void Health::start_serving_if_possible(Time now) {
    if (serving_ || drain_ || !may_serve()) {
        return;
    }
    const std::string_view which = rules_.require ? "enough checks pass" : "every check passes";
    if (now < hold_down_.until().value_or(now)) {
        say(Cause::held_down, fmt::format("{}; {}", which, hold_down_.description()));
        return;
    }
    serving_ = true;
    if (decision_.cause == Cause::undrained) {
        say(Cause::risen, fmt::format("undrained, and {}", which));
        return;
    }
    say(Cause::risen, fmt::format("{} passed {} times in a row{}", rules_.require ? "enough checks" : "every check",
                                  rules_.rise, soft_checks_pass() ? "" : "; but " + soft_failure_));
}

} // namespace anyward
