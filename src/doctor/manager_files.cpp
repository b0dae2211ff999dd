#include "anyward/doctor/managers.hpp"

#include "anyward/doctor/processes.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/doctor/text.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <glob.h>
#include <iterator>
#include <set>

namespace anyward::doctor {

namespace {

namespace fs = std::filesystem;

std::string read_file(const std::string& path) {
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw NotLookedAt(fmt::format("{}: {}", path, std::strerror(errno)));
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> matching_paths(const std::string& pattern) {
    glob_t found{};
    std::vector<std::string> paths;
    if (glob(pattern.c_str(), 0, nullptr, &found) == 0) {
        paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
    }
    globfree(&found);
    return paths;
}

/// Long lines of interfaces(5) go on after a backslash.
std::string join_continued_lines(std::string text) {
    for (auto at = text.find("\\\n"); at != std::string::npos; at = text.find("\\\n", at)) {
        text.replace(at, 2, " ");
    }
    return text;
}

void read_interfaces_file(const std::string& path, std::set<std::string>& seen, ConfigurationFiles& files) {
    if (!seen.insert(path).second) {
        return;
    }
    files.push_back({path, join_continued_lines(read_file(path))});
    const auto text = files.back().text;
    for (const auto line : lines_of(text)) {
        const auto words = words_of(line);
        if (words.size() < 2 || (words[0] != "source" && words[0] != "source-directory")) {
            continue;
        }
        // A path that is not absolute is beside the file which names it.
        const auto pattern = (fs::path(path).parent_path() / words[1]).string();
        for (const auto& one : matching_paths(words[0] == "source" ? pattern : pattern + "/*")) {
            // interfaces(5): of a directory, files named as run-parts(8) wants them
            if (fs::is_regular_file(one) &&
                (words[0] == "source" || one.find('.', one.rfind('/')) == std::string::npos)) {
                read_interfaces_file(one, seen, files);
            }
        }
    }
}

ConfigurationFiles read_matching(const std::vector<std::string>& patterns) {
    ConfigurationFiles files;
    for (const auto& pattern : patterns) {
        for (const auto& path : matching_paths(pattern)) {
            files.push_back({path, read_file(path)});
        }
    }
    return files;
}

} // namespace

ConfigurationFiles read_ifupdown() {
    const std::string path = "/etc/network/interfaces";
    if (!fs::exists(path)) {
        throw NotLookedAt(fmt::format("it is not here (no {})", path));
    }
    std::set<std::string> seen;
    ConfigurationFiles files;
    read_interfaces_file(path, seen, files);
    return files;
}

ConfigurationFiles read_networkd() {
    if (running_programs({"systemd-networkd"}).empty()) {
        throw NotLookedAt("it does not run here");
    }
    return read_matching({"/etc/systemd/network/*.network", "/etc/systemd/network/*.network.d/*.conf",
                          "/run/systemd/network/*.network", "/usr/lib/systemd/network/*.network"});
}

ConfigurationFiles read_networkmanager() {
    const std::string path = "/etc/NetworkManager/system-connections";
    std::error_code error;
    const fs::directory_iterator listing(path, error);
    if (error) {
        throw NotLookedAt(fmt::format("{}: {}", path, error.message()));
    }
    return read_matching({path + "/*", "/run/NetworkManager/system-connections/*"});
}

} // namespace anyward::doctor
