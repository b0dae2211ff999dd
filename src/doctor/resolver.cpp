#include "anyward/doctor/resolver.hpp"

#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/doctor/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace anyward::doctor {

ConfigurationFiles read_resolver() {
    ConfigurationFiles files;
    // The second has the servers that stand behind the 127.0.0.53 of the first, where systemd-resolved runs.
    for (const auto* path : {"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"}) {
        if (std::ifstream file(path); file) {
            files.push_back({path, {std::istreambuf_iterator<char>(file), {}}});
        }
    }
    if (files.empty()) {
        throw NotLookedAt("no /etc/resolv.conf that can be read");
    }
    return files;
}

Findings examine_resolver(const Settings& settings, const ConfigurationFiles& files) {
    Findings findings;
    if (settings.hold == Hold::never) {
        return findings; // then a withdrawn address leads to another node
    }
    for (const auto& file : files) {
        std::vector<std::string> servers;
        for (const auto line : lines_of(file.text)) {
            if (const auto words = words_of(line); words.size() > 1 && words[0] == "nameserver") {
                servers.emplace_back(words[1]);
            }
        }
        const auto is_ours = [&settings](const std::string& server) {
            const auto address = IpAddress::parse(server);
            return address && std::ranges::find(settings.addresses, *address) != settings.addresses.end();
        };
        if (!servers.empty() && std::ranges::all_of(servers, is_ours)) {
            findings.push_back({kind::resolver_on_service,
                                fmt::format("this host itself asks only {} ({}), which the hold route keeps here: when "
                                            "the nameserver fails, the host resolves nothing",
                                            join_with_and(servers), file.path),
                                fmt::format("let {} name another server too", file.path)});
        }
    }
    return findings;
}

} // namespace anyward::doctor
