#pragma once

#include "anyward/doctor/finding.hpp"
#include "anyward/doctor/nameserver.hpp"
#include "command_line.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace anyward::doctor {

using Ids = std::vector<std::string>;

inline Ids ids(const Findings& findings) {
    Ids found;
    for (const auto& finding : findings) {
        found.emplace_back(finding.kind.id);
    }
    return found;
}

/// What a program printed on a real host, from the folder captured.
inline std::string captured(const std::string& name) {
    std::ifstream file(std::string(CAPTURED) + "/" + name);
    REQUIRE_MESSAGE(file.good(), "no captured output " << name);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, "not in the text: " << what);
    return text.replace(at, what.size(), with);
}

/// The settings of `run` with these service addresses, and more words.
inline Settings serving(const Words& addresses, const Words& more = {}) {
    Words words{"run"};
    for (const auto& address : addresses) {
        words.insert(words.end(), {"--address", address});
    }
    words.insert(words.end(), more.begin(), more.end());
    return settings_of(words);
}

/// BIND with these lines in its `options`.
inline Nameserver bind_with(const Settings& settings, const std::string& options) {
    return parse_bind(settings, "BIND", "options {\n" + options + "\n};\n");
}

/// Whether it was told to listen on this very address.
inline bool listens(const Nameserver& server, const char* address) {
    return std::ranges::find(server.listen_addresses, *IpAddress::parse(address)) != server.listen_addresses.end();
}

} // namespace anyward::doctor
