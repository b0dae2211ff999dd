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
std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> arguments_of(const fs::path& process) {
    std::vector<std::string> arguments;
    const auto text = contents(process / "cmdline");
    for (std::size_t start = 0; start < text.size();) {
        const auto end = std::min(text.find('\0', start), text.size());
        arguments.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    if (!arguments.empty()) {
        arguments.erase(arguments.begin());
    }
    return arguments;
}

} // namespace

std::vector<RunningProgram> running_programs(const std::vector<std::string_view>& names) {
    const auto here = fs::read_symlink("/proc/self/ns/net");
    std::vector<RunningProgram> found;
    for (const auto& process : fs::directory_iterator("/proc")) {
        if (process.path().filename().string().find_first_not_of("0123456789") != std::string::npos) {
            continue;
        }
        auto name = contents(process.path() / "comm");
        name = name.substr(0, name.find('\n'));
        if (std::ranges::find(names, name) == names.end()) {
            continue;
        }
        std::error_code error;
        const auto where = fs::read_symlink(process.path() / "ns/net", error);
        if (error == std::errc::permission_denied) {
            throw NotLookedAt(
                fmt::format("whether {} runs here or in another network namespace is for root to see", name));
        }
        RunningProgram program{std::move(name), arguments_of(process.path())};
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
