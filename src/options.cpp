#include "anyward/options.hpp"

#include "anyward/config_file.hpp"
#include "anyward/usage_error.hpp"
#include "version.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <net/if.h>
#include <netinet/in.h>

namespace anyward {

namespace {

constexpr std::size_t longest_name = IFNAMSIZ - 1; // of interfaces and of labels alike

// ---- Reading one value ------------------------------------------------------------------------------------

Duration duration_from(const std::string& value) {
    const auto duration = parse_duration(value);
    if (!duration || *duration <= Duration::zero()) {
        throw UsageError(
            fmt::format("'{}' is no duration; a number with its unit would be, as in 200ms, 2s or 15min", value));
    }
    return *duration;
}

unsigned count_from(const std::string& value) {
    unsigned count = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
    if (error != std::errc{} || end != value.data() + value.size() || count < 1 || count > 1000) {
        throw UsageError(fmt::format("'{}' is no number from 1 to 1000", value));
    }
    return count;
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

// ---- The table --------------------------------------------------------------------------------------------

enum class Kind { value, list, toggle };

struct Flag {
    std::string_view name;        ///< `--name` on the command line, `name` in the config file
    std::string_view placeholder; ///< what --help calls the value
    std::string_view fallback;    ///< the default, read by `set` too; empty: none
    std::string_view help;
    Kind kind;
    bool in_file; ///< also a key of the config file
    void (*set)(Settings&, const std::string&);
};

using S = Settings;
using Text = const std::string&;

constexpr std::array flags{
    Flag{"name", "N", "anyward", "instance; names it in the log", Kind::value, true, set_name},
    Flag{"config", "FILE", "", "read flags from FILE (key = value lines); the command line wins", Kind::value, false,
         [](S& s, Text v) { s.config_file = v; }},
    Flag{"validate", "", "", "parse everything, say ok or what is wrong, and end", Kind::toggle, false,
         [](S& s, Text v) { s.validate = switch_from(v); }},
    Flag{"address", "PREFIX", "", "service address, a /32 or /128; repeatable", Kind::list, true, add_address},
    Flag{"interface", "IF", "lo", "where the address lives: lo or a dummy", Kind::value, true, set_interface},
    Flag{"label", "L", "", "IFA_LABEL of IPv4 addresses, or none (default: IF:1, none if that is too long)",
         Kind::value, true, [](S& s, Text v) { s.label = v; }},
    // Not id.server CH TXT: BIND's built-in _bind view answers 3 of those a second to 127.0.0.0/24 and drops the
    // rest. RFC 6761 6.3: servers answer localhost themselves; +nord: nobody else is asked in any case.
    Flag{"liveness", "SPEC", "localhost A +nord expect=any", "the check that is always asked, or none", Kind::value,
         true, set_liveness},
    Flag{
        "check", "SPEC", "",
        "[@SERVER[#PORT]] NAME [CLASS] [TYPE] [+nord] [expect=RCODE[,RCODE]|any|!RCODE] [timeout=DURATION]; repeatable",
        Kind::list, true, [](S& s, Text v) { s.checks.push_back(parse_check(v)); }},
    Flag{"server", "S", "auto", "whom checks without @SERVER ask: auto or ADDRESS[#PORT]", Kind::value, true,
         set_server},
    Flag{"interval", "D", "500ms", "time between probes of a check", Kind::value, true,
         [](S& s, Text v) { s.interval = duration_from(v); }},
    Flag{"fast-interval", "D", "100ms", "the same while a failure or a recovery is being confirmed", Kind::value, true,
         [](S& s, Text v) { s.fast_interval = duration_from(v); }},
    Flag{"timeout", "D", "300ms", "deadline of a liveness probe", Kind::value, true,
         [](S& s, Text v) { s.timeout = duration_from(v); }},
    Flag{"check-timeout", "D", "2s", "deadline of the other checks' probes", Kind::value, true,
         [](S& s, Text v) { s.check_timeout = duration_from(v); }},
    Flag{"rise", "N", "3", "passes in a row to come up", Kind::value, true,
         [](S& s, Text v) { s.rise = count_from(v); }},
    Flag{"fall", "N", "2", "failures within the last --window probes to fail a check", Kind::value, true,
         [](S& s, Text v) { s.fall = count_from(v); }},
    Flag{"window", "N", "5", "how many of a check's last probes count", Kind::value, true,
         [](S& s, Text v) { s.window = count_from(v); }},
    Flag{"settle", "D", "2s", "after announcing, every service address must answer within this", Kind::value, true,
         [](S& s, Text v) { s.settle = duration_from(v); }},
    Flag{"hold", "WHEN", "always", "when the local route stands: always or never", Kind::value, true,
         [](S& s, Text v) {
             s.hold = choice_from<Hold, 2>(v, {{{"always", Hold::always}, {"never", Hold::never}}});
         }},
    Flag{"on-exit", "ACTION", "withdraw", "at SIGTERM or SIGINT: withdraw the address or keep it", Kind::value, true,
         [](S& s, Text v) {
             s.on_exit = choice_from<OnExit, 2>(v, {{{"withdraw", OnExit::withdraw}, {"keep", OnExit::keep}}});
         }},
    Flag{"log-level", "L", "info", "error, warning, info or debug", Kind::value, true, set_log_level},
    Flag{"dry-run", "", "off", "decide and log; touch nothing in the kernel", Kind::toggle, true,
         [](S& s, Text v) { s.dry_run = switch_from(v); }},
};

// ---- From text to settings ----------------------------------------------------------------------------------

struct Given {
    std::string value;
    std::string origin; ///< "--interval", or "/etc/anyward.conf: line 3: interval"
};
using GivenFlags = std::map<std::string_view, std::vector<Given>>;

void set_from(const Flag& flag, Settings& settings, const Given& given) {
    try {
        flag.set(settings, given.value);
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("{}: {}", given.origin, error.what()));
    }
}

GivenFlags from_file(const std::string& path) {
    GivenFlags given;
    try {
        for (auto& line : parse_config(read_config_file(path))) {
            const auto* flag = std::ranges::find(flags, line.key, &Flag::name);
            if (flag == flags.end() || !flag->in_file) {
                throw UsageError(fmt::format("line {}: '{}' is no key; 'anyward run --help' lists them (a key is a "
                                             "flag without its dashes)",
                                             line.number, line.key));
            }
            auto& values = given[flag->name];
            if (flag->kind != Kind::list && !values.empty()) {
                throw UsageError(fmt::format("line {}: '{}' is given twice", line.number, line.key));
            }
            values.push_back({std::move(line.value), fmt::format("{}: line {}: {}", path, line.number, flag->name)});
        }
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("{}: {}", path, error.what()));
    }
    return given;
}

/// What holds between flags.
void complete(Settings& settings, Command command) {
    if (command == Command::run && settings.addresses.empty()) {
        throw UsageError("--address is missing: which service address is to be announced?");
    }
    if (!settings.liveness && settings.checks.empty()) {
        throw UsageError("--liveness none needs a --check: else there is nothing to ask");
    }
    if (settings.fall > settings.window) {
        throw UsageError(fmt::format("--fall {} can never be reached within --window {}; make the window at least as "
                                     "large",
                                     settings.fall, settings.window));
    }
    if (settings.fast_interval > settings.interval) {
        throw UsageError(fmt::format("--fast-interval {} is longer than --interval {}; make it at most as long",
                                     format_duration(settings.fast_interval), format_duration(settings.interval)));
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

Settings settings_from(GivenFlags command_line, Command command) {
    Settings settings;
    if (const auto config = command_line.find("config"); config != command_line.end()) {
        // merge() keeps what is there: a flag on the command line replaces the file's, a list as a whole.
        auto file = from_file(config->second.front().value);
        command_line.merge(file);
    }
    for (const auto& flag : flags) {
        const auto given = command_line.find(flag.name);
        if (given != command_line.end()) {
            for (const auto& one : given->second) {
                set_from(flag, settings, one);
            }
        } else if (!flag.fallback.empty()) {
            set_from(flag, settings, {std::string(flag.fallback), std::string(flag.name)});
        }
    }
    complete(settings, command);
    return settings;
}

// ---- The command line -------------------------------------------------------------------------------------

struct Subcommand {
    Command command;
    std::string_view name;
    std::string_view help;
    int usage_status; ///< exit status for a usage error
};
constexpr std::array subcommands{
    Subcommand{Command::run, "run", "the daemon, in the foreground", 2},
    Subcommand{Command::check, "check", "ask every check once and print each verdict", 3},
};

void add_flags(CLI::App& app) {
    app.allow_extras(); // said in our own words, see first_extra()
    for (const auto& flag : flags) {
        const auto name = fmt::format("--{}", flag.name);
        // A variable, for CLI11 would take a temporary for one to write to.
        const auto help =
            flag.fallback.empty() ? std::string(flag.help) : fmt::format("{} (default: {})", flag.help, flag.fallback);
        if (flag.kind == Kind::toggle) {
            app.add_flag(name, help);
            continue;
        }
        auto* option = app.add_option(name, help)->type_name(std::string(flag.placeholder));
        option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
}

void refuse_extras(const CLI::App& app) {
    const auto extras = app.remaining();
    if (!extras.empty()) {
        throw UsageError(
            fmt::format("{}: not known; 'anyward {} --help' lists the flags", extras.front(), app.get_name()));
    }
}

GivenFlags given_on(const CLI::App& app) {
    refuse_extras(app);
    GivenFlags given;
    for (const auto& flag : flags) {
        const auto name = fmt::format("--{}", flag.name);
        const auto* option = app.get_option(name);
        if (flag.kind == Kind::toggle && option->count() > 0) {
            given[flag.name] = {{"on", name}};
            continue;
        }
        if (flag.kind == Kind::value && option->count() > 1) {
            throw UsageError(fmt::format("{}: given {} times; once is enough", name, option->count()));
        }
        for (const auto& value : option->results()) {
            given[flag.name].push_back({value, name});
        }
    }
    return given;
}

std::string no_command(const CLI::App& app) {
    const auto extras = app.remaining();
    return extras.empty() ? "no command; 'anyward --help' lists them"
                          : fmt::format("'{}' is no command; 'anyward --help' lists them", extras.front());
}

Exit usage(int status, std::string_view what) {
    return {.status = status, .err = fmt::format("anyward: {}", what)};
}

} // namespace

std::variant<Invocation, Exit> parse_command_line(std::vector<std::string> arguments) {
    CLI::App app("Keeps an anycast service address on this host only while its nameserver answers.", "anyward");
    app.set_version_flag("--version", fmt::format("anyward {}", version));
    app.require_subcommand(0, 1);
    app.allow_extras();
    for (const auto& subcommand : subcommands) {
        add_flags(*app.add_subcommand(std::string(subcommand.name), std::string(subcommand.help)));
    }
    int usage_status = 2;
    for (const auto& subcommand : subcommands) {
        if (!arguments.empty() && arguments.front() == subcommand.name) {
            usage_status = subcommand.usage_status;
        }
    }
    try {
        std::ranges::reverse(arguments); // as CLI11 wants a vector
        app.parse(std::move(arguments));
        if (app.get_subcommands().empty()) {
            throw UsageError(no_command(app));
        }
        const auto& chosen = *app.get_subcommands().front();
        const auto* subcommand = std::ranges::find(subcommands, chosen.get_name(), &Subcommand::name);
        Invocation invocation{subcommand->command, settings_from(given_on(chosen), subcommand->command)};
        if (invocation.settings.validate) {
            return Exit{.status = 0, .out = "ok\n"};
        }
        return invocation;
    } catch (const CLI::CallForHelp&) {
        const auto chosen = app.get_subcommands();
        return Exit{.status = 0, .out = chosen.empty() ? app.help() : chosen.front()->help("anyward")};
    } catch (const CLI::CallForVersion&) {
        return Exit{.status = 0, .out = fmt::format("anyward {}\n", version)};
    } catch (const CLI::ParseError& error) {
        return usage(usage_status, error.what());
    } catch (const UsageError& error) {
        return usage(usage_status, error.what());
    }
}

} // namespace anyward
