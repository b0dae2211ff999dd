#pragma once

#include "anyward/base/time.hpp"
#include "anyward/check/role.hpp"
#include "anyward/health/decision.hpp"
#include "anyward/health/history.hpp"
#include "anyward/probe/probe_record.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace anyward {

/// What the daemon thinks, and why, for those who look at it: `anyward status`, the metrics.
struct Status {
    struct Address {
        std::string address; ///< with its prefix length
        std::string interface;
        bool announced;
        bool held;                               ///< its hold route stands
        bool settled;                            ///< announced, and it has answered since
        std::optional<std::uint32_t> metric;     ///< while announced
        std::optional<Duration> lease_remaining; ///< while announced with one
        std::optional<std::string> covered_by;   ///< see CoverMonitor
    };
    struct Check {
        std::string spec;                  ///< as the operator wrote it
        std::optional<std::string> server; ///< asked now; none for a program
        std::optional<std::string> about;  ///< the one it is asked for, which stays the same
        Role role;
        bool ok; ///< it passes, as the policy counts
        unsigned failures_in_window;
        ProbeRecord record;
    };
    struct Drain {
        WallTime since;                ///< it was asked for
        std::optional<WallTime> until; ///< none: without an end
        std::string reason;            ///< may be empty
    };

    std::string name;
    pid_t pid;
    WallTime started;
    State state;
    bool serving;       ///< the addresses ought to be announced
    WallTime since;     ///< it has been in that state
    std::string reason; ///< as Decision::reason
    std::vector<Address> addresses;
    std::vector<Check> checks;
    std::optional<Drain> drain;
    std::optional<WallTime> hold_down_until;          ///< while it lasts
    std::deque<Transition> transitions;               ///< the latest, the last one at the end
    std::map<State, std::uint64_t> transition_counts; ///< by the state they led to
};

// One line of JSON each, without its end, with the keys of status_keys.hpp.

/// `anyward status --json`.
std::string status_json(const Status& status);

// The events of `anyward watch --json`. Each has `event`, which says what it is.

/// `status`: with that of status_json(). The first one of a watch.
std::string status_event(const Status& status);
/// `transition`: with `at`, `from`, `to`, `reason`, and `serving` as it is from then on. `from` and `to` are the same
/// where only the reason is another.
std::string transition_event(const Transition& transition, bool serving);
/// `probe`: of a check (`spec`, `server`, `role`) one has ended, with `verdict`, `detail`, `rtt_us`, `at`.
std::string probe_event(const std::string& spec, const std::optional<std::string>& server, Role role,
                        const ProbeRecord& record);

} // namespace anyward
