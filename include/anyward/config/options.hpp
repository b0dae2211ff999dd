#pragma once

#include "anyward/config/flags.hpp"
#include "anyward/config/settings.hpp"

#include <string>
#include <variant>
#include <vector>

namespace anyward {

/// A command to carry out.
struct Invocation {
    Command command;
    Settings settings;
};

/// Nothing to run: print and end.
struct Exit {
    int status;
    std::string out{}; ///< for stdout: help, version, what --validate says
    std::string err{}; ///< for stderr: one line, without the program and its end
};

/// Reads the command line (without the program's name), and the config file that it names.
std::variant<Invocation, Exit> parse_command_line(std::vector<std::string> arguments);

} // namespace anyward
