#include "anyward/health/health.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace anyward {

namespace {

// Longer than FRR and BGP need to carry a withdrawal.
constexpr Duration time_to_empty = std::chrono::seconds(1);

} // namespace

Health::Health(HealthRules rules)
    : rules_(std::move(rules)), hold_down_({rules_.hold_down, rules_.hold_down_max, rules_.flap_window}),
      checks_(rules_) {
    decide();
}

const Decision& Health::apply(const HealthInput& input, Time now) {
    std::visit([this, now](const auto& event) { hear(event, now); }, input);
    if (now >= evidence_runs_out().value_or(Time::max()) && checks_.pass()) {
        rise_anew(now);
    }
    start_serving_if_possible(now);
    decide();
    return decision_;
}

/// What follows from what is known: state, what is wanted, when to look again.
void Health::decide() {
    const bool soft_pass = checks_.soft_ones_pass();
    if (serving_) {
        decision_.state = soft_pass ? State::up : State::degraded;
        decision_.wanted = checks_.are_proven() ? Wanted::announced : Wanted::as_found;
    } else {
        settling_.stop();
        const bool only_soft =
            rules_.degraded_action == DegradedAction::withdraw && interface_present_ && checks_.pass() && !soft_pass;
        decision_.state = only_soft ? State::degraded : State::down;
        decision_.wanted = Wanted::withdrawn;
    }
    const bool by_metric = !soft_pass && rules_.degraded_action == DegradedAction::metric;
    decision_.metric = by_metric ? rules_.degraded_metric : rules_.metric;
    if (drain_) {
        decision_.state = drain_->until ? State::draining : State::drained;
        decision_.metric = rules_.drain_metric.value_or(decision_.metric);
    }
    decision_.evidence = evidence_;
    decision_.loopback_ignored = loopback_ignored_;
    decide_when_to_wake();
}

void Health::decide_when_to_wake() {
    decision_.wake_at.reset();
    const auto wake = [this](std::optional<Time> at) {
        if (at) {
            decision_.wake_at = std::min(decision_.wake_at.value_or(*at), *at);
        }
    };
    wake(settling_.until());
    wake(serving_ ? evidence_runs_out() : std::nullopt);
    const bool held_down = !serving_ && !drain_ && may_serve(); // or it would serve
    wake(held_down ? hold_down_.until() : std::nullopt);
    wake(drain_ ? drain_->until : std::nullopt);
}

void Health::hear(const CheckVerdict& input, Time now) {
    const bool could_serve = may_serve();
    if (input.from_loopback && input.kind == VerdictKind::refused) {
        loopback_ignored_.erase(input.check); // whatever answers there next has been started since
    }
    if (input.kind == VerdictKind::ok) {
        check_passed(input, now);
    } else if (!settling_.under_way() || !rules_.checks[input.check].asks_service_address) {
        if (checks_[input.check].fail(input.kind)) {
            check_failed(input, could_serve, now);
        }
    }
}

void Health::check_passed(const CheckVerdict& input, Time now) {
    const bool soft_passed = checks_.soft_ones_pass();
    checks_[input.check].pass();
    if (rules_.checks[input.check].role != Role::soft && checks_.pass()) {
        // When it was asked: the answer may have waited for us, if we were stopped, for long.
        evidence_ = std::max(evidence_.value_or(Time::min()), now - input.rtt);
    }
    if (serving_ && !soft_passed && checks_.soft_ones_pass()) {
        explain(Cause::soft_checks_pass, "every soft check passes again");
    }
}

/// @param could_serve whether enough checks passed until now
void Health::check_failed(const CheckVerdict& input, bool could_serve, Time now) {
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
    } else if (serving_ ? soft : could_serve && !may_serve()) {
        // While withdrawn, the reason stays that of the withdrawal, unless it was that every check passes.
        explain(cause, std::move(reason));
    }
}

void Health::hear(const SettleVerdict& input, Time /*now*/) {
    settling_.add(input);
}

void Health::hear(const Adopted& /*input*/, Time now) {
    adopted_at_ = now;
    checks_.assume_all_pass();
    serving_ = true;
    explain(Cause::adopted, "adopted: the address was on the interface at start");
}

void Health::hear(const Announced& /*input*/, Time now) {
    if (serving_) {
        settling_.start(rules_.addresses.size(), now + rules_.settle);
    }
}

void Health::hear(const AddressGone& /*input*/, Time now) {
    settling_.stop(); // where the address is not, nobody can answer; it begins anew when it is back
    if (serving_ && !checks_.are_proven()) {
        checks_.end_assumption();
        stop_serving(Cause::address_gone, "somebody deleted the adopted address before every check had passed", now);
    }
}

void Health::hear(const LeaseExpired& /*input*/, Time now) {
    if (serving_) {
        rise_anew(now);
    }
}

void Health::hear(const InterfaceGone& input, Time now) {
    interface_present_ = false;
    checks_.end_assumption();
    stop_serving(Cause::interface_gone, fmt::format("there is no interface {}; waiting for it", input.name), now);
}

void Health::hear(const InterfaceBack& /*input*/, Time /*now*/) {
    interface_present_ = true;
    undrained_ = false;
    explain(Cause::interface_back, "the interface is there; waiting for every check to pass");
}

void Health::hear(const Drain& input, Time now) {
    if (drain_) {
        return;
    }
    drain_ =
        Draining{.reason = input.reason.empty() ? "drained" : fmt::format("drained: {}", input.reason), .until = {}};
    if (serving_ && rules_.drain_metric) {
        drain_->until = now + rules_.drain_time;
        explain(Cause::drain, fmt::format("{}; announced with metric {} for {} before it is withdrawn", drain_->reason,
                                          *rules_.drain_metric, format_duration(rules_.drain_time)));
    } else {
        withdraw_to_drain(now);
    }
}

void Health::hear(const Undrain& /*input*/, Time /*now*/) {
    loopback_ignored_.clear();
    if (std::exchange(drain_, std::nullopt)) {
        hold_down_.forget();
        undrained_ = !serving_;
        explain(Cause::undrained,
                serving_ ? "undrained while it was still announced" : "undrained; waiting for every check to pass");
    }
}

/// Nothing is announced from now on; questions on their way are still answered for a moment.
void Health::withdraw_to_drain(Time now) {
    if (std::exchange(serving_, false)) {
        drain_->until = now + time_to_empty;
        explain(Cause::drain, fmt::format("{}; withdrawn, answering what is still on its way", drain_->reason));
    } else {
        drain_->until.reset();
        explain(Cause::drain, drain_->reason);
    }
}

void Health::hear(const Tick& /*input*/, Time now) {
    if (drain_ && drain_->until && now >= *drain_->until) {
        withdraw_to_drain(now);
    }
    if (now >= settling_.until().value_or(Time::max())) {
        give_up_settling(now);
    }
}

void Health::give_up_settling(Time now) {
    checks_.reset_of_service_address();
    const auto& first = settling_.first_unanswered();
    // Where the question could not even be sent, the nameserver is not to blame.
    const bool askable = first.kind != VerdictKind::unreachable;
    for (std::size_t i = 0; i < rules_.checks.size() && askable && !drain_; ++i) {
        if (rules_.checks[i].asks_service_address) {
            loopback_ignored_.insert(i);
        }
    }
    stop_serving(askable ? Cause::not_settled : Cause::not_askable,
                 fmt::format("settle: {} did not answer within {} of its announcement ({}); does the nameserver listen "
                             "on it? (BIND: rndc scan; Unbound: interface:)",
                             rules_.addresses[first.address], format_duration(rules_.settle), first.detail),
                 now);
}

bool Health::may_serve() const {
    return interface_present_ && checks_.pass() &&
           (rules_.degraded_action != DegradedAction::withdraw || checks_.soft_ones_pass());
}

/// When passes, or the adoption, no longer speak for the service. A second before the kernel, which knows whole
/// seconds, lets the lease run out: what it deletes then, it deletes for a daemon that does not run.
std::optional<Time> Health::evidence_runs_out() const {
    constexpr Duration margin = std::chrono::seconds(1);
    const auto since = std::max(evidence_, adopted_at_);
    return rules_.lease && since ? std::optional(*since + *rules_.lease - margin) : std::nullopt;
}

/// The lease ran out, or is about to.
void Health::rise_anew(Time now) {
    checks_.reset();
    stop_serving(Cause::lease_ran_out,
                 "the lease ran out: nothing has passed for so long; anyward was stopped, or got no time to run", now);
}

void Health::explain(Cause cause, std::string reason) {
    if (drain_ && cause != Cause::drain) {
        return; // whatever the checks say
    }
    decision_.cause = cause;
    decision_.reason = std::move(reason);
}

/// Also of a service that was withdrawn already, for another reason.
void Health::stop_serving(Cause cause, std::string reason, Time now) {
    undrained_ = false;
    const bool was_serving = std::exchange(serving_, false);
    if (was_serving && drain_) {
        drain_->until.reset();
        explain(Cause::drain, fmt::format("{}; withdrawn at once: {}", drain_->reason, reason));
    } else if (was_serving && checks_.are_proven() && cause != Cause::lease_ran_out) {
        hold_down_.withdrawn(now); // what was only adopted, the start has put right
    }
    explain(cause, std::move(reason));
}

void Health::start_serving_if_possible(Time now) {
    if (serving_ || drain_ || !may_serve()) {
        return;
    }
    const std::string_view which = rules_.require ? "enough checks pass" : "every check passes";
    if (now < hold_down_.until().value_or(now)) {
        explain(Cause::held_down, fmt::format("{}; {}", which, hold_down_.description()));
        return;
    }
    serving_ = true;
    if (std::exchange(undrained_, false)) {
        explain(Cause::risen, fmt::format("undrained, and {}", which));
        return;
    }
    explain(Cause::risen, fmt::format("{} passed {} times in a row{}", rules_.require ? "enough checks" : "every check",
                                      rules_.rise, checks_.soft_ones_pass() ? "" : "; but " + soft_failure_));
}

} // namespace anyward
