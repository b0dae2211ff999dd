#include "anyward/config/options.hpp"

#include "anyward/base/usage_error.hpp"
#include "anyward/base/version.hpp"
#include "anyward/config/config_file.hpp"
#include "anyward/config/consistency.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace anyward {

namespace {

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
            const auto flag = std::ranges::find(all_flags(), line.key, &Flag::name);
            if (flag == all_flags().end() || !flag->in_file) {
                throw UsageError(fmt::format("line {}: '{}' is no key; 'anyward run --help' lists them (a key is a "
                                             "flag without its dashes)",
                                             line.number, line.key));
            }
            auto& values = given[flag->name];
            if (flag->kind != FlagKind::list && !values.empty()) {
                throw UsageError(fmt::format("line {}: '{}' is given twice", line.number, line.key));
            }
            values.push_back({std::move(line.value), fmt::format("{}: line {}: {}", path, line.number, flag->name)});
        }
    } catch (const UsageError& error) {
        throw UsageError(fmt::format("{}: {}", path, error.what()));
    }
    return given;
}

Settings settings_from(GivenFlags command_line, Command command) {
    Settings settings;
    if (const auto config = command_line.find("config"); config != command_line.end()) {
        // merge() keeps what is there: a flag on the command line replaces the file's, a list as a whole.
        auto file = from_file(config->second.front().value);
        command_line.merge(file);
    }
    for (const auto& flag : all_flags()) {
        if (!flag.is_of(command)) {
            continue;
        }
        const auto given = command_line.find(flag.name);
        if (given != command_line.end()) {
            for (const auto& one : given->second) {
                set_from(flag, settings, one);
            }
        } else if (!flag.fallback.empty()) {
            set_from(flag, settings, {std::string(flag.fallback), std::string(flag.name)});
        }
    }
    complete_paths(settings);
    if ((client_commands & static_cast<unsigned>(command)) != 0) {
        return settings;
    }
    if (command != Command::check && settings.addresses.empty()) {
        throw UsageError("--address is missing: which service address is to be announced?");
    }
    complete(settings);
    if (command != Command::check) {
        check_lease(settings);
    }
    return settings;
}

struct Subcommand {
    Command command;
    std::string_view name;
    std::string_view help;
};
constexpr std::array subcommands{
    Subcommand{Command::run, "run", "the daemon, in the foreground"},
    Subcommand{Command::check, "check", "ask every check once and print each verdict"},
    Subcommand{Command::status, "status", "what the running daemon thinks, and why"},
    Subcommand{Command::watch, "watch", "the same, live"},
    Subcommand{Command::drain, "drain", "take the service away from this node, losing no query"},
    Subcommand{Command::undrain, "undrain", "and bring it back"},
    Subcommand{Command::doctor, "doctor", "look for what would go wrong on this host, with the mend"},
};

/// 2 of the other commands tells of the service: a failing check (as Nagios expects), or that it is down.
int usage_status_of(std::string_view command) {
    const bool is_other = std::ranges::find(subcommands, command, &Subcommand::name) != subcommands.end();
    return is_other && command != "run" ? 3 : 2;
}

void add_flags(CLI::App& app, Command command) {
    app.allow_extras(); // refused later, in our own words
    for (const auto& flag : all_flags()) {
        if (!flag.is_of(command)) {
            continue;
        }
        const auto name = fmt::format("--{}", flag.name);
        // A variable, for CLI11 would take a temporary for one to write to.
        const auto help =
            flag.fallback.empty() ? std::string(flag.help) : fmt::format("{} (default: {})", flag.help, flag.fallback);
        if (flag.kind == FlagKind::toggle) {
            app.add_flag(name, help);
            continue;
        }
        auto* option = app.add_option(name, help)->type_name(std::string(flag.placeholder));
        option->expected(1)->allow_extra_args(false)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
}

/// What CLI11 lets through: a toggle's value, and `--name=` without one, for which it takes the next argument.
void refuse_odd_values(const std::vector<std::string>& arguments) {
    for (const std::string_view argument : arguments) {
        const auto equals = argument.find('=');
        if (!argument.starts_with("--") || equals == std::string_view::npos) {
            continue;
        }
        const auto name = argument.substr(0, equals);
        const auto flag = std::ranges::find(all_flags(), name.substr(2), &Flag::name);
        if (equals + 1 == argument.size()) {
            throw UsageError(fmt::format("{}: its value is missing after the =", name));
        }
        if (flag != all_flags().end() && flag->kind == FlagKind::toggle) {
            throw UsageError(fmt::format("{}: takes no value", name));
        }
    }
}

const Subcommand& chosen_command(const CLI::App& app) {
    const auto extras = app.remaining();
    const auto chosen = app.get_subcommands();
    if (chosen.empty()) {
        throw UsageError(extras.empty()
                             ? "no command; 'anyward --help' lists them"
                             : fmt::format("'{}' is no command; 'anyward --help' lists them", extras.front()));
    }
    if (!extras.empty()) {
        throw UsageError(fmt::format("{}: not known here; flags come after the command", extras.front()));
    }
    return *std::ranges::find(subcommands, chosen.front()->get_name(), &Subcommand::name);
}

GivenFlags given_on(const CLI::App& app, Command command) {
    if (const auto extras = app.remaining(); !extras.empty()) {
        throw UsageError(
            fmt::format("{}: not known; 'anyward {} --help' lists the flags", extras.front(), app.get_name()));
    }
    GivenFlags given;
    for (const auto& flag : all_flags()) {
        if (!flag.is_of(command)) {
            continue;
        }
        const auto name = fmt::format("--{}", flag.name);
        const auto* option = app.get_option(name);
        if (flag.kind == FlagKind::toggle && option->count() > 0) {
            given[flag.name] = {{"on", name}};
            continue;
        }
        if (flag.kind == FlagKind::value && option->count() > 1) {
            throw UsageError(fmt::format("{}: given {} times; once is enough", name, option->count()));
        }
        for (const auto& value : option->results()) {
            given[flag.name].push_back({value, name});
        }
    }
    return given;
}

Exit usage(int status, std::string_view what) {
    return {.status = status, .err = std::string(what)};
}

} // namespace

std::variant<Invocation, Exit> parse_command_line(std::vector<std::string> arguments) {
    CLI::App app("Keeps an anycast service address on this host only while its nameserver answers.", "anyward");
    app.set_version_flag("--version", fmt::format("anyward {}", version));
    app.require_subcommand(0, 1);
    app.allow_extras(); // refused later, in our own words
    for (const auto& subcommand : subcommands) {
        add_flags(*app.add_subcommand(std::string(subcommand.name), std::string(subcommand.help)), subcommand.command);
    }
    int usage_status = 2;
    if (const auto named = std::ranges::find_if(
            arguments,
            [](const auto& a) { return std::ranges::find(subcommands, a, &Subcommand::name) != subcommands.end(); });
        named != arguments.end()) {
        usage_status = usage_status_of(*named);
    }
    try {
        refuse_odd_values(arguments);
        std::ranges::reverse(arguments); // as CLI11 wants a vector
        app.parse(std::move(arguments));
        const auto command = chosen_command(app).command;
        Invocation invocation{command, settings_from(given_on(*app.get_subcommands().front(), command), command)};
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
