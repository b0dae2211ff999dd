#include "anyward/doctor/doctor.hpp"

#include "anyward/doctor/frr.hpp"
#include "anyward/doctor/kernel.hpp"
#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/managers.hpp"
#include "anyward/doctor/nameserver.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/doctor/report.hpp"
#include "anyward/doctor/resolver.hpp"
#include "anyward/doctor/tcp.hpp"

#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <fstream>
#include <functional>

namespace anyward {

namespace {

using namespace doctor;

/// Programs such as unbound-checkconf are for everybody, but not in everybody's PATH.
void add_sbin_to_path() {
    const char* path = std::getenv("PATH");
    setenv("PATH", fmt::format("{}:/usr/local/sbin:/usr/sbin:/sbin", path == nullptr ? "/usr/bin:/bin" : path).c_str(),
           1);
}

Source examine_source(std::string name, const std::function<Findings()>& examine) {
    Source source{.name = std::move(name)};
    try {
        source.findings = examine();
    } catch (const std::exception& error) { // NotLookedAt, or what nobody thought of: the other sources still count
        source.not_looked_at = error.what();
    }
    return source;
}

Findings examine_lease(const Settings& settings) {
    if (settings.health.lease) {
        return {};
    }
    return {{kind::lease_off,
             "--lease off: when anyward is killed or stuck, the address stays, and is announced, whatever the "
             "nameserver does",
             "leave --lease at its default"}};
}

bool is_sysctl_on(const char* path) {
    int value = 0;
    std::ifstream(path) >> value;
    return value == 1;
}

/// A source for the nameservers as a whole, and one for each whose configuration cannot be read.
void examine_running_nameservers(const Settings& settings, std::vector<Source>& sources) {
    sources.push_back(examine_source("nameserver configuration", [&] {
        std::vector<Nameserver> nameservers;
        const auto running = running_programs({"named", "unbound", "nsd", "knotd"});
        for (const auto& program : running) {
            auto unreadable = examine_source(program.name, [&] {
                nameservers.push_back(read_nameserver(settings, program));
                return Findings{};
            });
            if (!unreadable.not_looked_at.empty()) {
                sources.push_back(std::move(unreadable));
            }
        }
        if (nameservers.empty()) {
            throw NotLookedAt(running.empty() ? "no named, unbound, nsd or knotd runs here" : "none could be read");
        }
        return examine_nameservers(settings, nameservers,
                                   {.ipv4 = is_sysctl_on("/proc/sys/net/ipv4/ip_nonlocal_bind"),
                                    .ipv6 = is_sysctl_on("/proc/sys/net/ipv6/ip_nonlocal_bind")});
    }));
}

std::vector<Source> examine_host(const Settings& settings) {
    const auto kernel = read_kernel(settings);
    std::vector<Source> sources;
    const auto add = [&sources](std::string name, const std::function<Findings()>& examine) {
        sources.push_back(examine_source(std::move(name), examine));
    };
    add("privileges", [&] { return examine_privileges(settings, kernel); });
    add("addresses", [&] { return examine_addresses(settings, kernel); });
    add("FRR", [&] { return examine_frr(settings, read_frr(settings, announced(settings, kernel))); });
    add("ifupdown", [&] { return examine_ifupdown(settings, read_ifupdown()); });
    add("systemd-networkd", [&] { return examine_networkd(settings, read_networkd()); });
    add("NetworkManager", [&] { return examine_networkmanager(settings, read_networkmanager()); });
    examine_running_nameservers(settings, sources);
    add("nameserver over TCP", [&] { return examine_tcp(ask_both_ways(settings, kernel)); });
    add("resolver of this host", [&] { return examine_resolver(settings, read_resolver()); });
    add("lease", [&] { return examine_lease(settings); });
    return sources;
}

} // namespace

int run_doctor(const Settings& settings, bool json) {
    add_sbin_to_path();
    const auto sources = examine_host(settings);
    fmt::print("{}", json ? to_json(sources) : to_text(sources));
    return exit_status(sources);
}

} // namespace anyward
