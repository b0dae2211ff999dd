#pragma once

/// The keys in what status_json() and the events of the watch write and the client reads. Programs of others read them
/// too: a key may come, but none goes or changes its meaning. Times are in UTC as format_time() writes them; what is
/// unknown or does not apply is null.
namespace anyward::key {

using Key = const char*;

// The status.
constexpr Key name = "name";       ///< of the instance
constexpr Key version = "version"; ///< of the daemon
constexpr Key pid = "pid";
constexpr Key state = "state";     ///< see to_string(State)
constexpr Key serving = "serving"; ///< whether the addresses ought to be announced
constexpr Key since = "since";     ///< it has been in that state; of a drain: it was asked for
constexpr Key reason = "reason";
constexpr Key addresses = "addresses";
constexpr Key checks = "checks";
constexpr Key drain = "drain";
constexpr Key hold_down_until = "hold_down_until";
constexpr Key transitions = "transitions"; ///< the latest ones, the last one at the end

// An address.
constexpr Key address = "address"; ///< with its prefix length
constexpr Key interface = "interface";
constexpr Key announced = "announced";
constexpr Key held = "held";       ///< its hold route stands
constexpr Key settled = "settled"; ///< it is announced and has answered since
constexpr Key metric = "metric";
constexpr Key lease_remaining_ms = "lease_remaining_ms"; ///< null: for ever, or not announced
constexpr Key covered_by = "covered_by";                 ///< while withdrawn: the next hop of somebody else's route

// A check. `server` is null for a program.
constexpr Key spec = "spec"; ///< as the operator wrote it
constexpr Key server = "server";
constexpr Key role = "role";                             ///< see to_string(Role)
constexpr Key ok = "ok";                                 ///< it passes, as --rise and --fall count
constexpr Key consecutive = "consecutive";               ///< how many probes in a row were as the last one
constexpr Key failures_in_window = "failures_in_window"; ///< of the last --window probes
constexpr Key last = "last";                             ///< probe: verdict, detail, rtt_us, at; null: none has ended
constexpr Key probes = "probes";
constexpr Key failures = "failures"; ///< of all its probes
constexpr Key recent = "recent";     ///< probes: verdict, rtt_us; the last one at the end

// A probe.
constexpr Key verdict = "verdict"; ///< see to_string(VerdictKind)
constexpr Key detail = "detail";
constexpr Key rtt_us = "rtt_us"; ///< from its question to the verdict, in microseconds
constexpr Key at = "at";         ///< when it ended; of a transition: when it came about

// A drain: since, reason, and
constexpr Key until = "until"; ///< null: without an end

// A transition: at, reason, and the states. They are the same where only the reason is another.
constexpr Key from = "from";
constexpr Key to = "to";

// An event of the watch.
constexpr Key event = "event"; ///< see event_kind
constexpr Key status = "status";

} // namespace anyward::key

/// The values of `event`; see status.hpp for what goes with each.
namespace anyward::event_kind {

constexpr auto status = "status";
constexpr auto transition = "transition";
constexpr auto probe = "probe";

} // namespace anyward::event_kind
