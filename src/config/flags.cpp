#include "anyward/config/flags.hpp"

#include "anyward/base/usage_error.hpp"
#include "anyward/base/user.hpp"
#include "anyward/config/least_lease.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/un.h>
#include <utility>

namespace anyward {

namespace {

constexpr std::size_t longest_name = IFNAMSIZ - 1; // of interfaces and of labels alike
constexpr std::size_t longest_socket_path = sizeof(sockaddr_un::sun_path) - 1;

Duration duration_from(const std::string& value) {
    const auto duration = parse_duration(value);
    if (!duration || *duration <= Duration::zero()) {
        throw UsageError(
            fmt::format("'{}' is no duration; a number with its unit would be, as in 200ms, 2s or 15min", value));
    }
    return *duration;
}

/// As duration_from(), and `0s` for none.
Duration duration_or_none_from(const std::string& value) {
    return parse_duration(value) == Duration::zero() ? Duration::zero() : duration_from(value);
}

unsigned count_from(const std::string& value, std::string_view would_be = "a number from 1 to 1000") {
    unsigned count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error != std::errc{} || end != value.data() + value.size() || count < 1 || count > 1000) {
        throw UsageError(fmt::format("'{}' is not known; {} would be", value, would_be));
    }
    return count;
}

std::uint32_t metric_from(const std::string& value) {
    std::uint32_t metric = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), metric);
    if (error != std::errc{} || end != value.data() + value.size()) {
        throw UsageError(fmt::format("'{}' is no metric, a number from 0 to 4294967295", value));
    }
    return metric;
}

template <typename Enum, std::size_t N>
Enum choice_from(const std::string& value, const std::array<std::pair<std::string_view, Enum>, N>& choices) {
    std::string known;
    for (const auto& [name, choice] : choices) {
        if (name == value) {
            return choice;
        }
        known += fmt::format("{}{}", known.empty() ? "" : " or ", name);
    }
    throw UsageError(fmt::format("'{}' is not known; {} would be", value, known));
}

bool can_serve(const IpAddress& address) {
    if (address.family() == AF_INET6) {
        const auto* v6 = reinterpret_cast<const in6_addr*>(address.data());
        return !IN6_IS_ADDR_UNSPECIFIED(v6) && !IN6_IS_ADDR_LOOPBACK(v6) && !IN6_IS_ADDR_MULTICAST(v6) &&
               !IN6_IS_ADDR_V4MAPPED(v6) && !IN6_IS_ADDR_LINKLOCAL(v6);
    }
    const unsigned first = address.data()[0];
    return first != 0 && first != 127 && first < 224;
}

IpAddress service_address_from(const std::string& value) {
    const auto slash = std::min(value.find('/'), value.size());
    const auto address = IpAddress::parse(std::string_view(value).substr(0, slash));
    if (!address) {
        throw UsageError(fmt::format("'{}' is no address; 192.0.2.53/32 or 2001:db8::53/128 would be", value));
    }
    const auto wanted = fmt::format("/{}", address->bits());
    if (slash != value.size() && value.substr(slash) != wanted) {
        throw UsageError(fmt::format("'{}' has another length than {}; a service address is a single one: {}{}", value,
                                     wanted, address->to_string(), wanted));
    }
    if (!can_serve(*address)) {
        throw UsageError(fmt::format("'{}' cannot be a service address (unspecified, loopback, multicast, reserved or "
                                     "link-local IPv6)",
                                     value));
    }
    return *address;
}

void add_address(Settings& settings, const std::string& value) {
    const auto address = service_address_from(value);
    if (std::ranges::find(settings.addresses, address) != settings.addresses.end()) {
        throw UsageError(fmt::format("'{}' is given twice", value));
    }
    settings.addresses.push_back(address);
}

void set_name(Settings& settings, const std::string& value) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:._-";
    if (value.empty() || value.find_first_not_of(allowed) != std::string::npos) {
        throw UsageError(fmt::format("'{}' is no instance name; letters, digits and : . _ - make one", value));
    }
    settings.name = value;
}

void set_interface(Settings& settings, const std::string& value) {
    // dev_valid_name() of the kernel; a colon would be an alias, which is a label.
    if (value.empty() || value.size() > longest_name || value.find_first_of("/: \t") != std::string::npos) {
        throw UsageError(fmt::format("'{}' is no interface name (at most {} characters, no blank, / or :); aliases "
                                     "such as lo:1 go to --label",
                                     value, longest_name));
    }
    settings.interface = value;
}

void set_server(Settings& settings, const std::string& value) {
    settings.server.reset();
    if (value != "auto") {
        settings.server = Endpoint::parse(value);
        if (!settings.server) {
            throw UsageError(fmt::format("'{}' is no server; auto, ADDRESS or ADDRESS#PORT would be", value));
        }
    }
}

void set_liveness(Settings& settings, const std::string& value) {
    settings.liveness = value == "none" ? std::nullopt : std::optional(parse_check(value));
}

void set_require(Settings& settings, const std::string& value) {
    settings.health.require.reset();
    if (value == "any") {
        settings.health.require = 1;
    } else if (value != "all") {
        settings.health.require = count_from(value, "all, any or a number from 1 to 1000");
    }
}

void require_file(const std::string& value, std::string_view would_be) {
    if (!value.starts_with('/') || value.ends_with('/')) {
        throw UsageError(fmt::format("'{}' is no path of a file from / on; {} would be", value, would_be));
    }
}

void set_drain_file(Settings& settings, const std::string& value) {
    require_file(value, fmt::format("/run/anyward/{}.drain", settings.name));
    settings.drain_file = value;
}

void set_metrics_file(Settings& settings, const std::string& value) {
    require_file(value, "/var/lib/prometheus/node-exporter/anyward.prom");
    settings.metrics_file = value;
}

void set_socket(Settings& settings, const std::string& value) {
    if (!value.starts_with('/') || value.ends_with('/') || value.size() > longest_socket_path) {
        throw UsageError(fmt::format("'{}' is no path of a socket, from / on and of at most {} characters", value,
                                     longest_socket_path));
    }
    settings.socket = value;
}

void set_log_level(Settings& settings, const std::string& value) {
    const auto level = log_level_from(value);
    if (!level) {
        throw UsageError(fmt::format("'{}' is not known; error, warning, info or debug would be", value));
    }
    settings.log_level = *level;
}

bool switch_from(const std::string& value) {
    return choice_from<bool, 2>(value, {{{"on", true}, {"off", false}}});
}

constexpr unsigned only(Command command) {
    return static_cast<unsigned>(command);
}

using S = Settings;
using Text = const std::string&;

constexpr std::array table{
    Flag{"name", "N", "anyward", "instance; names it in the log, its socket and its drain file", FlagKind::value, true,
         set_name, guard_commands | client_commands},
    Flag{"config", "FILE", "", "read flags from FILE (key = value lines); the command line wins", FlagKind::value,
         false, [](S& s, Text v) { s.config_file = v; }},
    Flag{"validate", "", "", "parse everything, say ok or what is wrong, and end", FlagKind::toggle, false,
         [](S& s, Text v) { s.validate = switch_from(v); }},
    Flag{"address", "PREFIX", "", "service address, a /32 or /128; repeatable", FlagKind::list, true, add_address},
    Flag{"interface", "IF", "lo", "where the address lives: lo or a dummy", FlagKind::value, true, set_interface},
    Flag{"label", "L", "", "IFA_LABEL of IPv4 addresses, or none (default: IF:1, none if that is too long)",
         FlagKind::value, true, [](S& s, Text v) { s.label = v; }},
    Flag{"metric", "N", "0", "route priority of the address while up (0: the kernel's own)", FlagKind::value, true,
         [](S& s, Text v) { s.health.metric = metric_from(v); }},
    // Not id.server CH TXT: BIND's built-in _bind view answers 3 of those a second to 127.0.0.0/24 and drops the
    // rest. RFC 6761 6.3: servers answer localhost themselves; +nord: nobody else is asked in any case.
    Flag{"liveness", "SPEC", "localhost A +nord expect=any", "the check that is always asked, or none", FlagKind::value,
         true, set_liveness},
    Flag{"check", "SPEC", "",
         "[@SERVER[#PORT]] NAME [CLASS] [TYPE] [+tcp] [+cd] [+do] [+nord] [+ad] [expect=RCODE[,RCODE]|any|!RCODE] "
         "[answer=TEXT] [answers=N] [max=DURATION] [timeout=DURATION] [interval=DURATION] [signed=DURATION] "
         "[serial=SERVER[#PORT]], or exec:PROGRAM [ARG...]; repeatable",
         FlagKind::list, true, [](S& s, Text v) { s.checks.push_back(parse_check(v)); }},
    Flag{"soft-check", "SPEC", "", "a check, as with --check, that can only make the service degraded; repeatable",
         FlagKind::list, true, [](S& s, Text v) { s.soft_checks.push_back(parse_check(v)); }},
    Flag{"require", "R", "all", "how many of the --checks must pass: all, any or a number", FlagKind::value, true,
         set_require},
    Flag{"server", "S", "auto", "whom checks without @SERVER ask: auto or ADDRESS[#PORT]", FlagKind::value, true,
         set_server},
    Flag{"interval", "D", "500ms", "time between probes of a check", FlagKind::value, true,
         [](S& s, Text v) { s.interval = duration_from(v); }},
    Flag{"fast-interval", "D", "100ms", "the same while a failure or a recovery is being confirmed", FlagKind::value,
         true, [](S& s, Text v) { s.fast_interval = duration_from(v); }},
    Flag{"timeout", "D", "300ms", "deadline of a liveness probe", FlagKind::value, true,
         [](S& s, Text v) { s.timeout = duration_from(v); }},
    Flag{"check-timeout", "D", "2s", "deadline of the other checks' probes", FlagKind::value, true,
         [](S& s, Text v) { s.check_timeout = duration_from(v); }},
    Flag{"rise", "N", "3", "passes in a row to come up", FlagKind::value, true,
         [](S& s, Text v) { s.health.rise = count_from(v); }},
    Flag{"fall", "N", "2", "failures within the last --window probes to fail a check", FlagKind::value, true,
         [](S& s, Text v) { s.health.fall = count_from(v); }},
    Flag{"window", "N", "5", "how many of a check's last probes count", FlagKind::value, true,
         [](S& s, Text v) { s.health.window = count_from(v); }},
    Flag{"tripwire", "on|off", "on", "hold a TCP connection to each server and probe at once when it ends",
         FlagKind::value, true, [](S& s, Text v) { s.tripwire = switch_from(v); }},
    Flag{"settle", "D", "2s", "after announcing, every service address must answer within this", FlagKind::value, true,
         [](S& s, Text v) { s.health.settle = duration_from(v); }},
    Flag{"lease", "D", "10s", "valid lifetime of an announced address, renewed while checks pass; off: for ever",
         FlagKind::value, true,
         [](S& s, Text v) { s.health.lease = v == "off" ? std::nullopt : std::optional(duration_from(v)); }},
    Flag{"hold-down", "D", "10s", "the shortest way back after a withdrawal; longer after further ones; 0s: none",
         FlagKind::value, true, [](S& s, Text v) { s.health.hold_down = duration_or_none_from(v); }},
    Flag{"hold-down-max", "D", "15min", "the longest that --hold-down grows to", FlagKind::value, true,
         [](S& s, Text v) { s.health.hold_down_max = duration_from(v); }},
    Flag{"flap-window", "D", "30min", "withdrawals within this make the way back longer", FlagKind::value, true,
         [](S& s, Text v) { s.health.flap_window = duration_from(v); }},
    Flag{"hold", "WHEN", "always",
         "when the local route stands: always, drain (while drained, and at the end) or never", FlagKind::value, true,
         [](S& s, Text v) {
             s.hold =
                 choice_from<Hold, 3>(v, {{{"always", Hold::always}, {"drain", Hold::drain}, {"never", Hold::never}}});
         }},
    Flag{"drain-file", "PATH", "", "while it exists the service is drained (default: /run/anyward/NAME.drain)",
         FlagKind::value, true, set_drain_file},
    Flag{"drain-metric", "N", "", "to drain, announce with this route priority for --drain-time, then withdraw",
         FlagKind::value, true, [](S& s, Text v) { s.health.drain_metric = metric_from(v); }},
    Flag{"drain-time", "D", "5s", "how long to announce with --drain-metric", FlagKind::value, true,
         [](S& s, Text v) { s.health.drain_time = duration_from(v); }},
    Flag{"degraded-action", "A", "keep", "while a soft check fails: keep, metric or withdraw", FlagKind::value, true,
         [](S& s, Text v) {
             s.health.degraded_action = choice_from<DegradedAction, 3>(v, {{{"keep", DegradedAction::keep},
                                                                            {"metric", DegradedAction::metric},
                                                                            {"withdraw", DegradedAction::withdraw}}});
         }},
    Flag{"degraded-metric", "N", "2000", "route priority while degraded, with --degraded-action metric",
         FlagKind::value, true, [](S& s, Text v) { s.health.degraded_metric = metric_from(v); }},
    Flag{"on-exit", "ACTION", "withdraw",
         "at SIGTERM or SIGINT: withdraw the address, linger (leave its lease running) or keep it for good",
         FlagKind::value, true,
         [](S& s, Text v) {
             s.on_exit = choice_from<OnExit, 3>(
                 v, {{{"withdraw", OnExit::withdraw}, {"linger", OnExit::linger}, {"keep", OnExit::keep}}});
         }},
    Flag{"on-change", "CMD", "", "program, with arguments, to run at every change of state", FlagKind::value, true,
         [](S& s, Text v) { s.on_change = parse_program(v); }},
    Flag{"socket", "PATH", "", "status socket (default: /run/anyward/NAME.sock)", FlagKind::value, true, set_socket,
         guard_commands | client_commands},
    Flag{"metrics-file", "PATH", "", "keep metrics for Prometheus in this file", FlagKind::value, true,
         set_metrics_file},
    Flag{"log-level", "L", "info", "error, warning, info or debug", FlagKind::value, true, set_log_level},
    Flag{"user", "U", "", "started as root: become U, keep CAP_NET_ADMIN and nothing else", FlagKind::value, true,
         [](S& s, Text v) { s.user = known_user(v); }},
    Flag{"dry-run", "", "off", "decide and log; touch nothing in the kernel", FlagKind::toggle, true,
         [](S& s, Text v) { s.dry_run = switch_from(v); }},
    Flag{"json", "", "", "for programs", FlagKind::toggle, false, [](S& s, Text v) { s.client.json = switch_from(v); },
         Command::status | Command::watch | Command::doctor},
    Flag{"for", "D", "", "undrain by itself after this time", FlagKind::value, false,
         [](S& s, Text v) { s.client.drain_for = duration_from(v); }, only(Command::drain)},
    Flag{"reason", "TEXT", "", "why, for status and the log", FlagKind::value, false,
         [](S& s, Text v) { s.client.drain_reason = v; }, only(Command::drain)},
    Flag{"wait", "", "", "return when it is done", FlagKind::toggle, false,
         [](S& s, Text v) { s.client.wait = switch_from(v); }, Command::drain | Command::undrain},
    Flag{"frr-pathspace", "NAME", "", "ask the FRR of this path space, as vtysh -N does", FlagKind::value, false,
         [](S& s, Text v) { s.frr_pathspace = v; }, only(Command::doctor)},
};

} // namespace

std::span<const Flag> all_flags() {
    return table;
}

void complete_paths(Settings& settings) {
    if (settings.drain_file.empty()) {
        settings.drain_file = fmt::format("/run/anyward/{}.drain", settings.name);
    }
    if (settings.socket.empty()) {
        set_socket(settings, fmt::format("/run/anyward/{}.sock", settings.name));
    }
}

void complete(Settings& settings) {
    if (!settings.liveness && settings.checks.empty()) {
        throw UsageError("--liveness none needs a --check: else there is nothing to ask");
    }
    if (settings.health.require > settings.checks.size() && !settings.checks.empty()) {
        throw UsageError(fmt::format("--require {} is more than there are --checks ({})", *settings.health.require,
                                     settings.checks.size()));
    }
    if (settings.health.fall > settings.health.window) {
        throw UsageError(fmt::format("--fall {} can never be reached within --window {}; make the window at least as "
                                     "large",
                                     settings.health.fall, settings.health.window));
    }
    if (settings.fast_interval > settings.interval) {
        throw UsageError(fmt::format("--fast-interval {} is longer than --interval {}; make it at most as long",
                                     format_duration(settings.fast_interval), format_duration(settings.interval)));
    }
    if (settings.health.hold_down > settings.health.hold_down_max) {
        throw UsageError(fmt::format("--hold-down {} is longer than --hold-down-max {}; make it at most as long",
                                     format_duration(settings.health.hold_down),
                                     format_duration(settings.health.hold_down_max)));
    }
    if (settings.label.empty()) {
        const auto usual = settings.interface + ":1";
        settings.label = usual.size() <= longest_name ? usual : "none";
    }
    if (settings.label == "none") {
        settings.label.clear();
    } else if (settings.label.size() > longest_name || !settings.label.starts_with(settings.interface)) {
        throw UsageError(fmt::format("--label: '{}' must start with the interface's name ({}) and have at most {} "
                                     "characters",
                                     settings.label, settings.interface, longest_name));
    }
}

void check_lease(const Settings& settings) {
    if (!settings.health.lease) {
        return;
    }
    if (const auto least = least_lease(settings); *settings.health.lease < least) {
        throw UsageError(fmt::format("--lease {} is too short for these intervals and timeouts: it could end before a "
                                     "failure is confirmed; make it {} or longer, or off",
                                     format_duration(*settings.health.lease),
                                     format_duration(std::chrono::ceil<std::chrono::seconds>(least))));
    }
    if (settings.health.settle + std::chrono::seconds(2) > *settings.health.lease) {
        throw UsageError(fmt::format("--settle {} is too long for --lease {}: nothing passes while an announcement "
                                     "settles; let the lease be at least two seconds longer",
                                     format_duration(settings.health.settle), format_duration(*settings.health.lease)));
    }
}

} // namespace anyward
