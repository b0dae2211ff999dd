#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace anyward::doctor {

/// A source that is missing or cannot be read; says why, for the report.
struct NotLookedAt : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// How a program ended, and what it printed.
struct Output {
    int status;       ///< exit status; 128 and the signal's number where one ended it
    std::string text; ///< standard output and standard error, as they came
};

/// Runs a program to its end, with the privileges that we have and without a shell, and reads what it prints.
/// @param arguments the program first, looked up in PATH
/// @throws NotLookedAt where it is not here, takes longer than 10 s (it is killed) or prints more than 16 MiB
Output run_program(const std::vector<std::string>& arguments);

/// The same, of a program that must end with status 0.
/// @throws NotLookedAt also with the last line of what it printed, where it ended otherwise
std::string output_of(const std::vector<std::string>& arguments);

} // namespace anyward::doctor
