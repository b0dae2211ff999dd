#pragma once

#include "anyward/base/time.hpp"
#include "anyward/health/health.hpp"
#include "anyward/health/history.hpp"
#include "anyward/probe/probe_record.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

/// What the daemon thinks, and why, for those who look at it: `anyward status`, the metrics.
namespace anyward {

struct Status {
    struct Address {
        std::string address;
        std::string interface;
        bool announced;
        bool held;
        bool settled;                            ///< announced, and it has answered since
        std::optional<std::uint32_t> metric;     ///< while announced
        std::optional<Duration> lease_remaining; ///< while announced with one
        std::optional<std::string> covered_by;   ///< see Cover
    };
    struct Check {
        std::string spec;
        std::optional<std::string> server; ///< asked now; none for a program
        std::optional<std::string> about;  ///< the one it is asked for, which stays the same
        Role role;
        bool ok; ///< it passes, as the policy counts
        unsigned failures_in_window;
        ProbeRecord record;
    };
    struct Drain {
        WallTime since;
        std::optional<WallTime> until;
        std::string reason;
    };

    std::string name;
    pid_t pid;
    WallTime started;
    State state;
    bool serving; ///< the addresses ought to be announced
    WallTime since;
    std::string reason;
    std::vector<Address> addresses;
    std::vector<Check> checks;
    std::optional<Drain> drain;
    std::optional<WallTime> hold_down_until; ///< while it lasts
    std::deque<Transition> transitions;
    std::map<State, std::uint64_t> transition_counts; ///< by the state they led to
};

/// One line each, without its end: the object of `anyward status --json`, and the events of `anyward watch --json`.
std::string status_json(const Status& status);
std::string status_event(const Status& status);
std::string transition_event(const Transition& transition, bool serving);
std::string probe_event(const std::string& spec, const std::optional<std::string>& server, Role role,
                        const ProbeRecord& record);

} // namespace anyward
