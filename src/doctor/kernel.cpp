#include "anyward/doctor/kernel.hpp"

#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/text.hpp"
#include "anyward/kernel/interface_name.hpp"
#include "anyward/kernel/presence.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <linux/if_addr.h>
#include <net/if.h>

namespace anyward::doctor {

namespace {

/// Whether the name of the instance is taken here: the lock is an abstract socket.
bool is_instance_running(const std::string& name) {
    const auto wanted = fmt::format("@anyward/{}", name);
    std::ifstream sockets("/proc/net/unix");
    for (std::string line; std::getline(sockets, line);) {
        if (const auto words = words_of(line); !words.empty() && words.back() == wanted) {
            return true;
        }
    }
    return false;
}

} // namespace

KernelState read_kernel(const Settings& settings) {
    Netlink netlink;
    return {.may_change = netlink.may_change(),
            .daemon_is_running = is_instance_running(settings.name),
            .interface_index = if_nametoindex(settings.interface.c_str()),
            .addresses = netlink.addresses(),
            .holds = netlink.holds()};
}

Findings examine_privileges(const Settings& settings, const KernelState& state) {
    if (state.may_change || state.daemon_is_running || settings.dry_run) {
        return {};
    }
    return {{kind::capability_missing, "this process may not change addresses here: anyward run would not start",
             "start it as root or by its systemd unit, and in a container give it CAP_NET_ADMIN"}};
}

Findings examine_addresses(const Settings& settings, const KernelState& state) {
    Findings findings;
    for (const auto& address : state.addresses) {
        if (std::ranges::find(settings.addresses, address.address) == settings.addresses.end()) {
            continue;
        }
        const auto where = fmt::format("{}/{} dev {}", address.address.to_string(), address.prefix_length,
                                       interface_name(address.interface_index));
        const auto remove = fmt::format("ip addr del {}", where);
        if (!is_exact(address, state.interface_index)) {
            findings.push_back({kind::address_elsewhere,
                                fmt::format("{}{} is there beside what anyward keeps on {}: it is announced even when "
                                            "the service is withdrawn",
                                            where, address.has_peer ? " with a peer" : "", settings.interface),
                                fmt::format("{}, and end whatever puts it there", remove)});
        } else if ((address.flags & IFA_F_NOPREFIXROUTE) != 0) {
            findings.push_back({kind::address_noprefixroute,
                                fmt::format("{} has noprefixroute: FRR 8 and FRR 10 take such an address differently, "
                                            "and others may not announce or not withdraw it",
                                            where),
                                fmt::format("{}: anyward adds it again, without", remove)});
        }
    }
    return findings;
}

std::set<IpAddress> announced(const Settings& settings, const KernelState& state) {
    std::set<IpAddress> found;
    for (const auto& address : state.addresses) {
        if (is_exact(address, state.interface_index) &&
            std::ranges::find(settings.addresses, address.address) != settings.addresses.end()) {
            found.insert(address.address);
        }
    }
    return found;
}

} // namespace anyward::doctor
