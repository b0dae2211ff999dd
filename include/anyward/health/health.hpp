#pragma once

#include "anyward/check/pace.hpp"
#include "anyward/health/decision.hpp"
#include "anyward/health/hold_down.hpp"
#include "anyward/health/input.hpp"
#include "anyward/health/required_checks.hpp"
#include "anyward/health/rules.hpp"
#include "anyward/health/settling.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace anyward {

/// The policy: from verdicts and events, each with its time, to the state and what ought to be on the interface. It
/// reads no clock, owns no socket and writes no log.
class Health {
public:
    explicit Health(HealthRules rules);

    /// Takes one input in; what it leads to holds until the next one.
    const Decision& apply(const HealthInput& input, Time now);
    [[nodiscard]] const Decision& decision() const { return decision_; }
    [[nodiscard]] Pace pace(std::size_t index) const { return checks_[index].pace(); }
    [[nodiscard]] const CheckCounter& check(std::size_t index) const { return checks_[index]; }
    /// None without a withdrawal; may have passed.
    [[nodiscard]] std::optional<Time> held_down_until() const { return hold_down_.until(); }
    /// Service addresses that have not answered since the announcement, by index; empty while none is due.
    [[nodiscard]] std::vector<std::size_t> unsettled() const { return settling_.unanswered(); }

private:
    struct Draining {
        std::string reason;
        std::optional<Time> until; ///< of the step that is under way; none: done
    };

    void hear(const CheckVerdict& input, Time now);
    void hear(const SettleVerdict& input, Time now);
    void hear(const Adopted& input, Time now);
    void hear(const Announced& input, Time now);
    void hear(const AddressGone& input, Time now);
    void hear(const LeaseExpired& input, Time now);
    void hear(const InterfaceGone& input, Time now);
    void hear(const InterfaceBack& input, Time now);
    void hear(const Drain& input, Time now);
    void hear(const Undrain& input, Time now);
    void hear(const Tick& input, Time now);

    [[nodiscard]] bool may_serve() const;
    [[nodiscard]] std::optional<Time> evidence_runs_out() const;
    void check_passed(const CheckVerdict& input, Time now);
    void check_failed(const CheckVerdict& input, bool could_serve, Time now);
    void give_up_settling(Time now);
    void rise_anew(Time now);
    void explain(Cause cause, std::string reason);
    void stop_serving(Cause cause, std::string reason, Time now);
    void withdraw_to_drain(Time now);
    void start_serving_if_possible(Time now);
    void decide();
    void decide_when_to_wake();

    HealthRules rules_;
    HoldDown hold_down_;
    RequiredChecks checks_;
    Settling settling_;
    std::optional<Draining> drain_;
    std::optional<Time> adopted_at_;
    std::optional<Time> evidence_; ///< as Decision::evidence
    bool interface_present_ = true;
    bool serving_ = false;                   ///< the address ought to be announced
    bool undrained_ = false;                 ///< and nothing else has happened since
    std::string soft_failure_;               ///< the latest
    std::set<std::size_t> loopback_ignored_; ///< as Decision::loopback_ignored
    Decision decision_;
};

} // namespace anyward
