#pragma once

#include "anyward/config/settings.hpp"

#include <span>
#include <string>
#include <string_view>

namespace anyward {

/// The commands; each is a bit, so that | makes a set of them.
enum class Command : unsigned { run = 1, check = 2, status = 4, watch = 8, drain = 16, undrain = 32, doctor = 64 };
constexpr unsigned operator|(Command a, Command b) {
    return static_cast<unsigned>(a) | static_cast<unsigned>(b);
}
constexpr unsigned operator|(unsigned a, Command b) {
    return a | static_cast<unsigned>(b);
}
/// Those that are about what a daemon is to do, and those that ask one that runs.
constexpr unsigned guard_commands = Command::run | Command::check | Command::doctor;
constexpr unsigned client_commands = Command::status | Command::watch | Command::drain | Command::undrain;

enum class FlagKind {
    value,  ///< given once
    list,   ///< given once for each of its values
    toggle, ///< `--name` on the command line, `name = on|off` in the config file
};

/// A flag; the table of them is one for the command line, the config file, --help, completion and the defaults.
struct Flag {
    /// Reads a value into the settings. Throws UsageError with what is wrong, without the flag's name.
    using Setter = void (*)(Settings&, const std::string&);

    std::string_view name;        ///< `--name` on the command line, `name` in the config file
    std::string_view placeholder; ///< what --help calls the value
    std::string_view fallback;    ///< the default, read by `set` too; empty: none
    std::string_view help;
    FlagKind kind;
    Setter set;
    unsigned commands = guard_commands; ///< that take it
    bool in_file = true;                ///< also a key of the config file

    [[nodiscard]] bool is_of(Command command) const { return (commands & static_cast<unsigned>(command)) != 0; }
};

/// All flags, in the order of --help.
std::span<const Flag> all_flags();

} // namespace anyward
