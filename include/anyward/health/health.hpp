#pragma once

#include "anyward/base/time.hpp"
#include "anyward/check/role.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/health/check_counter.hpp"
#include "anyward/health/hold_down.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The policy: from verdicts and events, each with its time, to the state and what ought to be on the
/// interface. It reads no clock, owns no socket and writes no log.
namespace anyward {

enum class State {
    down,
    up,
    degraded,
    draining, ///< on the way to drained: announced with another metric, or withdrawn a moment ago
    drained   ///< withdrawn because somebody asked for it
};
std::string_view to_string(State state);

/// What ought to be on the interface.
enum class Wanted {
    withdrawn, ///< no service address
    as_found,  ///< adopted at start and not proven yet: add nothing, delete nothing
    announced, ///< every service address
};

/// Why the state is what it is; Decision::reason says it in words.
enum class Cause {
    started,
    adopted,
    risen,
    check_failed,
    soft_check_failed,
    soft_checks_pass,
    not_settled,
    not_askable,
    lease_ran_out,
    address_gone,
    interface_gone,
    interface_back,
    held_down,
    drain,
    undrained
};

/// What being degraded leads to.
enum class DegradedAction { keep, metric, withdraw };

/// What an operator chooses of the policy; see anyward(8) for each.
struct HealthSettings {
    unsigned rise = 0;    ///< passes in a row that bring a check up
    unsigned fall = 0;    ///< failures within the last `window` probes that fail it
    unsigned window = 0;  ///< how many of a check's last probes count
    Duration settle{};    ///< within this every service address must answer after an announcement
    Duration hold_down{}; ///< see HoldDown, as the next two
    Duration hold_down_max{};
    Duration flap_window{};
    /// Without evidence for this long, less a second, the service is withdrawn; none: it never is for that.
    std::optional<Duration> lease{};
    std::optional<unsigned> require{}; ///< how many of the hard checks must pass; none: all
    DegradedAction degraded_action = DegradedAction::keep;
    std::uint32_t metric = 0; ///< of the announced address; 0 is the kernel's own
    std::uint32_t degraded_metric = 0;
    std::optional<std::uint32_t> drain_metric{}; ///< none: withdraw at once
    Duration drain_time{};                       ///< announced with that metric before the withdrawal
};

/// The same, and what it is about.
struct HealthRules : HealthSettings {
    struct Check {
        std::string name;          ///< how reasons name it
        bool asks_service_address; ///< its failures do not count while an announcement settles
        Role role = Role::hard;
        std::size_t group = 0; ///< those of one --check, asked of several servers, pass or fail as one
    };
    std::vector<Check> checks;
    std::vector<std::string> addresses; ///< the service addresses that must settle after an announcement
};

struct CheckVerdict {
    std::size_t check;
    VerdictKind kind;
    std::string detail;
    Duration rtt{}; ///< the question was sent so long ago
};
/// The answer of one service address to a probe that was sent after the announcement.
struct SettleVerdict {
    std::size_t address;
    VerdictKind kind;
    std::string detail;
};
struct Adopted {};      ///< the address was there at start
struct Announced {};    ///< the kernel has every service address, and did not before
struct AddressGone {};  ///< somebody else deleted an announced address
struct LeaseExpired {}; ///< the kernel did, at the end of its lease
struct InterfaceGone {
    std::string name;
};
struct InterfaceBack {};
struct Drain {
    std::string reason; ///< may be empty
};
struct Undrain {};
struct Tick {}; ///< Decision::wake_at has come

using HealthInput = std::variant<CheckVerdict, SettleVerdict, Adopted, Announced, AddressGone, LeaseExpired,
                                 InterfaceGone, InterfaceBack, Drain, Undrain, Tick>;

struct Decision {
    State state = State::down;
    Wanted wanted = Wanted::withdrawn;
    std::uint32_t metric = 0; ///< to announce with
    Cause cause = Cause::started;
    std::string reason = "started";
    /// The latest moment at which passes satisfied what is required; none before the first.
    std::optional<Time> evidence;
    std::optional<Time> wake_at; ///< hand in a Tick then
};

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
    [[nodiscard]] std::vector<std::size_t> unsettled() const;

private:
    struct Missing {
        VerdictKind kind;
        std::string detail;
    };
    struct Draining {
        std::string reason;
        std::optional<Time> until; ///< of the step that is under way; none: done
    };
    struct Settling {
        Time until;
        std::vector<std::optional<Missing>> missing; ///< what is heard from an address that has not answered
    };

    void take(const CheckVerdict& input, Time now);
    void take(const SettleVerdict& input, Time now);
    void take(const Adopted& input, Time now);
    void take(const Announced& input, Time now);
    void take(const AddressGone& input, Time now);
    void take(const LeaseExpired& input, Time now);
    void take(const InterfaceGone& input, Time now);
    void take(const InterfaceBack& input, Time now);
    void take(const Drain& input, Time now);
    void take(const Undrain& input, Time now);
    void take(const Tick& input, Time now);

    /// Whether enough of the liveness and hard checks have a quality: passing, proven.
    [[nodiscard]] bool enough(bool (CheckCounter::*quality)() const) const;
    [[nodiscard]] bool soft_checks_pass() const;
    [[nodiscard]] bool may_serve() const;
    void fell(const CheckVerdict& input, Time now);
    void end_trust();
    void lose_trust_without_evidence(Time now);
    void rise_anew(Time now);
    [[nodiscard]] std::optional<Time> vouched_until() const;
    void say(Cause cause, std::string reason);
    void stop_serving(Cause cause, std::string reason, Time now);
    void withdraw_to_drain(Time now);
    void start_serving_if_possible(Time now);
    void derive();

    HealthRules rules_;
    HoldDown hold_down_;
    std::vector<CheckCounter> checks_;
    std::optional<Draining> drain_;
    std::optional<Settling> settling_;
    std::optional<Time> adopted_at_;
    bool interface_present_ = true;
    bool serving_ = false;     ///< the address ought to be announced
    std::string soft_failure_; ///< the latest
    Decision decision_;
};

} // namespace anyward
