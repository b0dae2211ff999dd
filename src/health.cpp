#include "anyward/health.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace anyward {

namespace {

// A refusal, confirmed once, is certain: the kernel itself says that no socket is there.
constexpr unsigned refusals_to_fail = 2;
// An adopted address has nothing but its presence to vouch for it, so one confirmation is enough.
constexpr unsigned failures_to_drop_adopted = 2;

} // namespace

std::string_view to_string(State state) {
    switch (state) {
    case State::down:
        return "down";
    case State::up:
        return "up";
    }
    return "unknown";
}

Health::Health(HealthRules rules) : rules_(std::move(rules)), checks_(rules_.checks.size()) {}

const Decision& Health::apply(const HealthInput& input, Time now) {
    std::visit([this, now](const auto& event) { take(event, now); }, input);
    rise_if_all_pass(now);
    if (decision_.state == State::down) {
        settling_.reset();
        decision_.wanted = Wanted::withdrawn;
    } else {
        decision_.wanted = all_proven() ? Wanted::announced : Wanted::as_found;
    }
    if (settling_) {
        decision_.wake_at = settling_->until;
    } else if (decision_.cause == Cause::held_down) {
        decision_.wake_at = withdrawals_.back() + hold_down_;
    } else {
        decision_.wake_at.reset();
    }
    return decision_;
}

void Health::take(const CheckVerdict& input, Time now) {
    auto& check = checks_[input.check];
    if (input.kind == VerdictKind::ok) {
        count_pass(check);
    } else if (!settling_ || !rules_.checks[input.check].asks_service_address) {
        count_failure(input, now);
    }
}

void Health::count_pass(CheckState& check) {
    check.proven = true;
    check.refused_in_a_row = 0;
    ++check.passes_in_a_row;
    check.window.push_back(true);
    if (check.window.size() > rules_.window) {
        check.window.pop_front();
    }
    if (!check.passing && check.passes_in_a_row >= rules_.rise) {
        check.passing = true;
        check.window.clear(); // the failures that are over must not fail it again
    }
}

void Health::count_failure(const CheckVerdict& input, Time now) {
    auto& check = checks_[input.check];
    check.passes_in_a_row = 0;
    check.refused_in_a_row = input.kind == VerdictKind::refused ? check.refused_in_a_row + 1 : 0;
    check.window.push_back(false);
    if (check.window.size() > rules_.window) {
        check.window.pop_front();
    }
    const unsigned enough = check.proven ? rules_.fall : std::min(rules_.fall, failures_to_drop_adopted);
    if (!check.passing || (failures(check) < enough && check.refused_in_a_row < refusals_to_fail)) {
        return;
    }
    check.passing = false;
    // While down, the reason stays that of the withdrawal, unless it was that every check passes.
    if (decision_.state == State::up || decision_.cause == Cause::held_down) {
        go_down(Cause::check_failed,
                fmt::format("{}: {}: {} ({} of the last {} probes failed)", rules_.checks[input.check].name,
                            to_string(input.kind), input.detail, failures(check), check.window.size()),
                now);
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

void Health::take(const Adopted& /*input*/, Time /*now*/) {
    for (auto& check : checks_) {
        check.passing = true;
    }
    go(State::up, Cause::adopted, "adopted: the address was on the interface at start");
}

void Health::take(const Announced& /*input*/, Time now) {
    if (decision_.state == State::up && !rules_.addresses.empty()) {
        settling_ =
            Settling{now + rules_.settle, std::vector(rules_.addresses.size(),
                                                      std::optional(Missing{VerdictKind::timeout, "no answer yet"}))};
    }
}

void Health::take(const AddressGone& /*input*/, Time now) {
    if (decision_.state == State::up && !all_proven()) {
        forget_unproven();
        go_down(Cause::address_gone, "somebody deleted the adopted address before every check had passed", now);
    }
}

void Health::take(const InterfaceGone& input, Time now) {
    interface_present_ = false;
    forget_unproven();
    go_down(Cause::interface_gone, fmt::format("there is no interface {}; waiting for it", input.name), now);
}

void Health::take(const InterfaceBack& /*input*/, Time /*now*/) {
    interface_present_ = true;
    go(State::down, Cause::interface_back, "the interface is there; waiting for every check to pass");
}

void Health::take(const Tick& /*input*/, Time now) {
    if (!settling_ || now < settling_->until) {
        return;
    }
    const auto first = unsettled().front();
    for (std::size_t i = 0; i < checks_.size(); ++i) {
        if (rules_.checks[i].asks_service_address) {
            checks_[i].passing = false;
            checks_[i].passes_in_a_row = 0;
        }
    }
    const auto& missing = *settling_->missing[first];
    // Where the question could not even be sent, the nameserver is not to blame.
    go_down(missing.kind == VerdictKind::unreachable ? Cause::not_askable : Cause::not_settled,
            fmt::format("settle: {} did not answer within {} of its announcement ({}); does the nameserver listen on "
                        "it? (BIND: rndc scan; Unbound: interface:)",
                        rules_.addresses[first], format_duration(rules_.settle), missing.detail),
            now);
}

Pace Health::pace(std::size_t index) const {
    const auto& check = checks_[index];
    if (!check.passing) {
        const bool recovering = check.passes_in_a_row > 0 || check.window.empty();
        return recovering ? Pace::fast : Pace::steady;
    }
    const bool just_failed = !check.window.empty() && !check.window.back();
    if (!just_failed) {
        return Pace::steady;
    }
    return check.refused_in_a_row > 0 || !check.proven ? Pace::at_once : Pace::fast;
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

unsigned Health::failures(const CheckState& check) const {
    return static_cast<unsigned>(std::ranges::count(check.window, false));
}

bool Health::all_passing() const {
    return std::ranges::all_of(checks_, &CheckState::passing);
}

bool Health::all_proven() const {
    return std::ranges::all_of(checks_, &CheckState::proven);
}

void Health::forget_unproven() {
    for (auto& check : checks_) {
        check.passing = check.passing && check.proven;
    }
}

void Health::go(State state, Cause cause, std::string reason) {
    decision_.state = state;
    decision_.cause = cause;
    decision_.reason = std::move(reason);
}

void Health::go_down(Cause cause, std::string reason, Time now) {
    if (decision_.state != State::down && all_proven()) { // what was only adopted, the start has put right
        std::erase_if(withdrawals_, [&](Time when) { return now - when > rules_.flap_window; });
        withdrawals_.push_back(now);
        hold_down_ = std::min(rules_.hold_down, rules_.hold_down_max);
        for (std::size_t i = 1; i < withdrawals_.size() && hold_down_ < rules_.hold_down_max; ++i) {
            hold_down_ = std::min(hold_down_ * 2, rules_.hold_down_max);
        }
    }
    go(State::down, cause, std::move(reason));
}

void Health::rise_if_all_pass(Time now) {
    if (decision_.state != State::down || !interface_present_ || !all_passing()) {
        return;
    }
    if (!withdrawals_.empty() && now < withdrawals_.back() + hold_down_) {
        go(State::down, Cause::held_down,
           fmt::format("every check passes; held down for {} from the last withdrawal ({} within {})",
                       format_duration(hold_down_), withdrawals_.size(), format_duration(rules_.flap_window)));
    } else {
        go(State::up, Cause::risen, fmt::format("every check passed {} times in a row", rules_.rise));
    }
}

} // namespace anyward
