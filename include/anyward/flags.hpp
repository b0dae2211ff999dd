#pragma once

#include "anyward/settings.hpp"

#include <span>
#include <string>
#include <string_view>

/// The flags of `anyward run`: one table for the command line, the config file, --help and the defaults.
namespace anyward {

enum class FlagKind {
    value,  ///< given once
    list,   ///< given once for each of its values
    toggle, ///< `--name` on the command line, `name = on|off` in the config file
};

struct Flag {
    std::string_view name;        ///< `--name` on the command line, `name` in the config file
    std::string_view placeholder; ///< what --help calls the value
    std::string_view fallback;    ///< the default, read by `set` too; empty: none
    std::string_view help;
    FlagKind kind;
    bool in_file; ///< also a key of the config file
    /// Reads a value into the settings. Throws UsageError with what is wrong, without the flag's name.
    void (*set)(Settings&, const std::string&);
};

/// All flags, in the order of --help.
std::span<const Flag> all_flags();

/// Fills in what depends on several flags. @throws UsageError where they contradict each other
void complete(Settings& settings);
/// That the lease covers what the checks may take; for a daemon. @throws UsageError
void check_lease(const Settings& settings);

} // namespace anyward
