#pragma once

#include "anyward/base/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

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

/// What the policy makes of all it has heard.
struct Decision {
    State state = State::down;
    Wanted wanted = Wanted::withdrawn;
    std::uint32_t metric = 0; ///< to announce with
    Cause cause = Cause::started;
    std::string reason = "started";
    /// The latest moment at which passes satisfied what is required; none before the first.
    std::optional<Time> evidence;
    std::optional<Time> wake_at; ///< hand in a Tick then
    /// The checks, by index, for which good answers of loopback do not count: from an announcement that did not settle
    /// until loopback has refused once. A live server there beside a dead one on the service address would be announced
    /// again and again.
    std::set<std::size_t> loopback_ignored;
};

} // namespace anyward
