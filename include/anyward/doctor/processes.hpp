#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace anyward::doctor {

/// A program that runs on this host.
struct RunningProgram {
    std::string name;                   ///< of its file, without the folder
    std::vector<std::string> arguments; ///< without the program itself

    bool operator==(const RunningProgram&) const = default;
};

/// The programs of these names that run in this network namespace, each command line once.
/// @throws NotLookedAt where one of them runs and we may not see in which namespace
std::vector<RunningProgram> running_programs(const std::vector<std::string_view>& names);

/// The value of a flag of one letter, `-c FILE` or `-cFILE`. @param flag with its dash  @return empty: it is not given
std::string flag_value(const std::vector<std::string>& arguments, std::string_view flag);

} // namespace anyward::doctor
