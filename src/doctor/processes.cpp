#include "anyward/doctor/processes.hpp"

#include "anyward/doctor/program.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace anyward::doctor {

namespace {

namespace fs = std::filesystem;

/// Empty for a process that has just ended, as for a kernel thread.
std::string read_file(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The program first.
std::vector<std::string> command_line_of(const fs::path& process) {
    std::vector<std::string> words;
    const auto text = read_file(process / "cmdline");
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\0', start), text.size());
        words.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return words;
}

} // namespace

std::vector<RunningProgram> running_programs(const std::vector<std::string_view>& names) {
    const auto here = fs::read_symlink("/proc/self/ns/net");
    std::vector<RunningProgram> found;
    for (const auto& process : fs::directory_iterator("/proc")) {
        if (process.path().filename().string().find_first_not_of("0123456789") != std::string::npos) {
            continue;
        }
        // Not /proc/PID/comm, where a process of NSD says which one it is.
        const auto command = command_line_of(process.path());
        const auto name = command.empty() ? std::string() : fs::path(command.front()).filename().string();
        if (std::ranges::find(names, name) == names.end()) {
            continue;
        }
        std::error_code error;
        const auto where = fs::read_symlink(process.path() / "ns/net", error);
        if (error == std::errc::permission_denied) {
            throw NotLookedAt(
                fmt::format("whether {} runs here or in another network namespace is for root to see", name));
        }
        RunningProgram program{name, {command.begin() + 1, command.end()}};
        if (!error && where == here && std::ranges::find(found, program) == found.end()) {
            found.push_back(std::move(program));
        }
    }
    return found;
}

std::string flag_value(const std::vector<std::string>& arguments, std::string_view flag) {
    for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
        if (*argument == flag) {
            return argument + 1 == arguments.end() ? std::string() : *(argument + 1);
        }
        if (argument->starts_with(flag)) {
            return argument->substr(flag.size());
        }
    }
    return {};
}

} // namespace anyward::doctor
