#pragma once

#include "anyward/operator/status.hpp"

/// A status with something of everything in it.
namespace anyward {

using namespace std::chrono_literals;

inline const WallTime then = *parse_time("2026-11-23T10:00:05.250Z");

inline Status example() {
    Status status{.name = "anyward",
                  .pid = 7,
                  .started = then - 1min,
                  .state = State::down,
                  .serving = false,
                  .since = then,
                  .reason = "check '. SOA': refused",
                  .addresses = {{.address = "192.0.2.53/32",
                                 .interface = "lo",
                                 .announced = false,
                                 .held = true,
                                 .settled = false,
                                 .metric = {},
                                 .lease_remaining = {},
                                 .covered_by = "10.0.0.1"},
                                {.address = "2001:db8::53/128",
                                 .interface = "lo",
                                 .announced = true,
                                 .held = false,
                                 .settled = true,
                                 .metric = 2000,
                                 .lease_remaining = 7999999us,
                                 .covered_by = {}}},
                  .checks = {{.spec = ". SOA",
                              .server = "192.0.2.53#53",
                              .about = "192.0.2.53#53",
                              .role = Role::hard,
                              .ok = false,
                              .failures_in_window = 2,
                              .record = {}},
                             {.spec = "exec:/bin/true",
                              .server = {},
                              .about = {},
                              .role = Role::soft,
                              .ok = true,
                              .failures_in_window = 0,
                              .record = {}}},
                  .drain = Status::Drain{then, {}, "kernel update"},
                  .hold_down_until = then + 10s,
                  .transitions = {{then, State::up, State::down, "check '. SOA': refused"}},
                  .transition_counts = {{State::down, 3}}};
    auto& record = status.checks[0].record;
    record.add({VerdictKind::ok, "NOERROR", 300us}, then);
    record.add({VerdictKind::ok, "NOERROR", 30ms}, then);
    record.add({VerdictKind::refused, "nothing listens \xff", 1ms}, then);
    return status;
}

} // namespace anyward
