#include "anyward/config/flags.hpp"

#include "anyward/base/user.hpp"
#include "anyward/config/values.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace anyward {

namespace {

constexpr auto hold_names =
    enum_names<Hold>({{Hold::always, "always"}, {Hold::drain, "drain"}, {Hold::never, "never"}});
constexpr auto on_exit_names =
    enum_names<OnExit>({{OnExit::withdraw, "withdraw"}, {OnExit::linger, "linger"}, {OnExit::keep, "keep"}});
constexpr auto degraded_action_names = enum_names<DegradedAction>(
    {{DegradedAction::keep, "keep"}, {DegradedAction::metric, "metric"}, {DegradedAction::withdraw, "withdraw"}});

void add_address(Settings& settings, const std::string& value) {
    const auto address = service_address_from(value);
    if (std::ranges::find(settings.addresses, address) != settings.addresses.end()) {
        throw UsageError(fmt::format("'{}' is given twice", value));
    }
    settings.addresses.push_back(address);
}

struct Default {
    std::string_view value{}; ///< as on the command line; empty: none
};

// What makes up the table, in the words of --help. A flag is a key of the config file too, and of the commands that are
// about what a daemon is to do, unless told otherwise.
constexpr Flag value(std::string_view name, std::string_view placeholder, std::string_view help, Default fallback,
                     Flag::Setter set) {
    return {name, placeholder, fallback.value, help, FlagKind::value, set};
}
constexpr Flag value(std::string_view name, std::string_view placeholder, std::string_view help, Flag::Setter set) {
    return value(name, placeholder, help, Default{}, set);
}
constexpr Flag list(std::string_view name, std::string_view placeholder, std::string_view help, Flag::Setter set) {
    return {name, placeholder, {}, help, FlagKind::list, set};
}
constexpr Flag toggle(std::string_view name, std::string_view help, Default fallback, Flag::Setter set) {
    return {name, {}, fallback.value, help, FlagKind::toggle, set};
}
constexpr Flag toggle(std::string_view name, std::string_view help, Flag::Setter set) {
    return toggle(name, help, Default{}, set);
}
constexpr Flag of(unsigned commands, Flag flag) {
    flag.commands = commands;
    return flag;
}
constexpr Flag of(Command command, const Flag& flag) {
    return of(static_cast<unsigned>(command), flag);
}
constexpr Flag not_in_file(Flag flag) {
    flag.in_file = false;
    return flag;
}

using S = Settings;
using Text = const std::string&;

constexpr std::array table{
    of(guard_commands | client_commands,
       value("name", "N", "instance; names it in the log, its socket and its drain file", Default{"anyward"},
             [](S& s, Text v) { s.name = instance_name_from(v); })),
    not_in_file(value("config", "FILE", "read flags from FILE (key = value lines); the command line wins",
                      [](S& s, Text v) { s.config_file = v; })),
    not_in_file(toggle("validate", "parse everything, say ok or what is wrong, and end",
                       [](S& s, Text v) { s.validate = switch_from(v); })),
    list("address", "PREFIX", "service address, a /32 or /128; repeatable", add_address),
    value("interface", "IF", "where the address lives: lo or a dummy", Default{"lo"},
          [](S& s, Text v) { s.interface = interface_name_from(v); }),
    value("label", "L", "IFA_LABEL of IPv4 addresses, or none (default: IF:1, none if that is too long)",
          [](S& s, Text v) { s.label = v; }),
    value("metric", "N", "route priority of the address while up (0: the kernel's own)", Default{"0"},
          [](S& s, Text v) { s.health.metric = metric_from(v); }),
    // Not id.server CH TXT: BIND's built-in _bind view answers 3 of those a second to 127.0.0.0/24 and drops the
    // rest. RFC 6761 6.3: servers answer localhost themselves; +nord: nobody else is asked in any case.
    value("liveness", "SPEC", "the check that is always asked, or none", Default{"localhost A +nord expect=any"},
          [](S& s, Text v) { s.liveness = v == "none" ? std::nullopt : std::optional(parse_check(v)); }),
    list("check", "SPEC",
         "[@SERVER[#PORT]] NAME [CLASS] [TYPE] [+tcp] [+cd] [+do] [+nord] [+ad] [expect=RCODE[,RCODE]|any|!RCODE] "
         "[answer=TEXT] [answers=N] [max=DURATION] [timeout=DURATION] [interval=DURATION] [signed=DURATION] "
         "[serial=SERVER[#PORT]], or exec:PROGRAM [ARG...]; repeatable",
         [](S& s, Text v) { s.checks.push_back(parse_check(v)); }),
    list("soft-check", "SPEC", "a check, as with --check, that can only make the service degraded; repeatable",
         [](S& s, Text v) { s.soft_checks.push_back(parse_check(v)); }),
    value("require", "R", "how many of the --checks must pass: all, any or a number", Default{"all"},
          [](S& s, Text v) { s.health.require = require_from(v); }),
    value("server", "S", "whom checks without @SERVER ask: auto or ADDRESS[#PORT]", Default{"auto"},
          [](S& s, Text v) { s.server = server_from(v); }),
    value("interval", "D", "time between probes of a check", Default{"500ms"},
          [](S& s, Text v) { s.interval = duration_from(v); }),
    value("fast-interval", "D", "the same while a failure or a recovery is being confirmed", Default{"100ms"},
          [](S& s, Text v) { s.fast_interval = duration_from(v); }),
    value("timeout", "D", "deadline of a liveness probe", Default{"300ms"},
          [](S& s, Text v) { s.timeout = duration_from(v); }),
    value("check-timeout", "D", "deadline of the other checks' probes", Default{"2s"},
          [](S& s, Text v) { s.check_timeout = duration_from(v); }),
    value("rise", "N", "passes in a row to come up", Default{"3"}, [](S& s, Text v) { s.health.rise = count_from(v); }),
    value("fall", "N", "failures within the last --window probes to fail a check", Default{"2"},
          [](S& s, Text v) { s.health.fall = count_from(v); }),
    value("window", "N", "how many of a check's last probes count", Default{"5"},
          [](S& s, Text v) { s.health.window = count_from(v); }),
    value("tripwire", "on|off", "hold a TCP connection to each server and probe at once when it ends", Default{"on"},
          [](S& s, Text v) { s.tripwire = switch_from(v); }),
    value("settle", "D", "after announcing, every service address must answer within this", Default{"2s"},
          [](S& s, Text v) { s.health.settle = duration_from(v); }),
    value("lease", "D", "valid lifetime of an announced address, renewed while checks pass; off: for ever",
          Default{"10s"},
          [](S& s, Text v) { s.health.lease = v == "off" ? std::nullopt : std::optional(duration_from(v)); }),
    value("hold-down", "D", "the shortest way back after a withdrawal; longer after further ones; 0s: none",
          Default{"10s"}, [](S& s, Text v) { s.health.hold_down = duration_or_none_from(v); }),
    value("hold-down-max", "D", "the longest that --hold-down grows to", Default{"15min"},
          [](S& s, Text v) { s.health.hold_down_max = duration_from(v); }),
    value("flap-window", "D", "withdrawals within this make the way back longer", Default{"30min"},
          [](S& s, Text v) { s.health.flap_window = duration_from(v); }),
    value("hold", "WHEN", "when the local route stands: always, drain (while drained, and at the end) or never",
          Default{"always"}, [](S& s, Text v) { s.hold = choice_from(v, hold_names); }),
    value("drain-file", "PATH", "while it exists the service is drained (default: /run/anyward/NAME.drain)",
          [](S& s, Text v) { s.drain_file = file_path_from(v, fmt::format("/run/anyward/{}.drain", s.name)); }),
    value("drain-metric", "N", "to drain, announce with this route priority for --drain-time, then withdraw",
          [](S& s, Text v) { s.health.drain_metric = metric_from(v); }),
    value("drain-time", "D", "how long to announce with --drain-metric", Default{"5s"},
          [](S& s, Text v) { s.health.drain_time = duration_from(v); }),
    value("degraded-action", "A", "while a soft check fails: keep, metric or withdraw", Default{"keep"},
          [](S& s, Text v) { s.health.degraded_action = choice_from(v, degraded_action_names); }),
    value("degraded-metric", "N", "route priority while degraded, with --degraded-action metric", Default{"2000"},
          [](S& s, Text v) { s.health.degraded_metric = metric_from(v); }),
    value("on-exit", "ACTION",
          "at SIGTERM or SIGINT: withdraw the address, linger (leave its lease running) or keep it for good",
          Default{"withdraw"}, [](S& s, Text v) { s.on_exit = choice_from(v, on_exit_names); }),
    value("on-change", "CMD", "program, with arguments, to run at every change of state",
          [](S& s, Text v) { s.on_change = parse_program(v); }),
    of(guard_commands | client_commands, value("socket", "PATH", "status socket (default: /run/anyward/NAME.sock)",
                                               [](S& s, Text v) { s.socket = socket_path_from(v); })),
    value("metrics-file", "PATH", "keep metrics for Prometheus in this file",
          [](S& s, Text v) { s.metrics_file = file_path_from(v, "/var/lib/prometheus/node-exporter/anyward.prom"); }),
    value("log-level", "L", "error, warning, info or debug", Default{"info"},
          [](S& s, Text v) { s.log_level = known_log_level(v); }),
    value("user", "U", "started as root: become U, keep CAP_NET_ADMIN and nothing else",
          [](S& s, Text v) { s.user = known_user(v); }),
    toggle("dry-run", "decide and log; touch nothing in the kernel", Default{"off"},
           [](S& s, Text v) { s.dry_run = switch_from(v); }),
    not_in_file(of(Command::status | Command::watch | Command::doctor,
                   toggle("json", "for programs", [](S& s, Text v) { s.client.json = switch_from(v); }))),
    not_in_file(of(Command::drain, value("for", "D", "undrain by itself after this time",
                                         [](S& s, Text v) { s.client.drain_for = duration_from(v); }))),
    not_in_file(of(Command::drain, value("reason", "TEXT", "why, for status and the log",
                                         [](S& s, Text v) { s.client.drain_reason = v; }))),
    not_in_file(of(Command::drain | Command::undrain,
                   toggle("wait", "return when it is done", [](S& s, Text v) { s.client.wait = switch_from(v); }))),
    not_in_file(of(Command::doctor, value("frr-pathspace", "NAME", "ask the FRR of this path space, as vtysh -N does",
                                          [](S& s, Text v) { s.frr_pathspace = v; }))),
};

} // namespace

std::span<const Flag> all_flags() {
    return table;
}

} // namespace anyward
