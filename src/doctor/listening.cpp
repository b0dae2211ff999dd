#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/nameserver.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace anyward::doctor {

namespace {

bool is_any(const IpAddress& address) {
    return std::all_of(address.data(), address.data() + address.size(), [](auto byte) { return byte == 0; });
}

bool lists_address(const Nameserver& server, const IpAddress& address) {
    return std::ranges::find(server.listen_addresses, address) != server.listen_addresses.end();
}

bool listens_on_any(const Nameserver& server, int family) {
    return std::ranges::any_of(server.listen_addresses,
                               [family](const auto& one) { return one.family() == family && is_any(one); });
}

bool answers_on(const Nameserver& server, const IpAddress& address) {
    return server.on_named_interfaces || listens_on_any(server, address.family()) || lists_address(server, address);
}

/// Whether it can be asked while the address is withdrawn.
bool is_askable(const Nameserver& server, const IpAddress& service, bool held, bool may_bind_absent) {
    if (answers_on(server, IpAddress::loopback(service.family()))) {
        return true;
    }
    // BIND does not see an address that is held only; an IPv6 address that is held cannot be bound by itself.
    return held && !server.is_bind && lists_address(server, service) &&
           (service.family() == AF_INET || server.binds_absent || may_bind_absent);
}

Finding nothing_to_ask(const Settings& settings, const Nameserver& server, const IpAddress& service) {
    const auto* loopback = service.family() == AF_INET6 ? "::1" : "127.0.0.1";
    if (server.is_bind) {
        return {kind::nothing_to_ask,
                fmt::format("{} listens on {} but not on {}, and BIND does not see an address that is not on an "
                            "interface: once withdrawn it cannot be asked, and never comes back",
                            server.name, service.to_string(), loopback),
                fmt::format("let listen-on have {} too", loopback)};
    }
    return {kind::nothing_to_ask,
            fmt::format("{} listens on {} but not on {}, and --hold {} leaves no hold route: once withdrawn it cannot "
                        "be asked, and never comes back",
                        server.name, service.to_string(), loopback, settings.hold == Hold::never ? "never" : "drain"),
            fmt::format("--hold always, or let it listen on {} too", loopback)};
}

void examine_while_withdrawn(const Settings& settings, const std::vector<Nameserver>& servers, NonlocalBind nonlocal,
                             Findings& findings) {
    const bool held = settings.hold == Hold::always;
    for (const auto& service : automatic_servers(settings)) {
        const bool may_bind_absent = service.family() == AF_INET6 ? nonlocal.ipv6 : nonlocal.ipv4;
        const auto answering = std::ranges::find_if(servers, [&](const auto& one) { return answers_on(one, service); });
        const bool askable = std::ranges::any_of(
            servers, [&](const auto& one) { return is_askable(one, service, held, may_bind_absent); });
        const bool needs_freebind = held && service.family() == AF_INET6; // then examine_ipv6() says it
        if (answering != servers.end() && !askable && (answering->is_bind || !needs_freebind)) {
            findings.push_back(nothing_to_ask(settings, *answering, service));
        }
    }
}

void examine_ipv6(const Settings& settings, const Nameserver& server, Findings& findings) {
    const auto listed = std::ranges::find_if(settings.addresses, [&](const auto& address) {
        return address.family() == AF_INET6 && lists_address(server, address);
    });
    if (listed != settings.addresses.end() && !server.is_bind && !server.binds_absent) {
        findings.push_back(
            {kind::ipv6_without_freebind,
             fmt::format("{} listens on {}, which the kernel lets nobody bind while it is withdrawn: it cannot start "
                         "then",
                         server.name, listed->to_string()),
             "ip-freebind: yes in its configuration, or sysctl net.ipv6.ip_nonlocal_bind=1"});
    }
}

void examine_bind(const Settings& settings, const Nameserver& server, Findings& findings) {
    if (!server.scans_interfaces && !settings.on_change) {
        findings.push_back({kind::bind_no_interface_scan,
                            fmt::format("{} has 'automatic-interface-scan no': it does not listen on an address that "
                                        "comes after its start, and the service never settles",
                                        server.name),
                            "take that line out, or let --on-change run 'rndc scan'"});
    } else if (server.scans_interfaces && settings.hold == Hold::drain && !settings.health.drain_metric) {
        findings.push_back({kind::bind_drops_listener,
                            fmt::format("--hold drain does nothing for {}, which drops its listener with the address: "
                                        "queries on the way are lost in a drain",
                                        server.name),
                            "--drain-metric, so that clients go elsewhere first"});
    }
}

void examine_unbound(const Settings& settings, const Nameserver& server, Findings& findings) {
    if (server.interface_automatic) {
        return;
    }
    for (const int family : {AF_INET, AF_INET6}) {
        const auto unlisted = std::ranges::find_if(settings.addresses, [&](const auto& address) {
            return address.family() == family && !lists_address(server, address);
        });
        if (unlisted != settings.addresses.end() && listens_on_any(server, family)) {
            findings.push_back(
                {kind::unbound_any_interface,
                 fmt::format("{} listens on {} and answers from whichever address the route back has, not from {}: "
                             "nobody takes such an answer",
                             server.name, family == AF_INET6 ? "::" : "0.0.0.0", unlisted->to_string()),
                 fmt::format("interface: {} (and the others by themselves), or interface-automatic: yes",
                             unlisted->to_string())});
        }
    }
}

} // namespace

Findings examine_nameservers(const Settings& settings, const std::vector<Nameserver>& nameservers,
                             NonlocalBind nonlocal) {
    Findings findings;
    examine_while_withdrawn(settings, nameservers, nonlocal, findings);
    for (const auto& server : nameservers) {
        const bool serves =
            std::ranges::any_of(settings.addresses, [&](const auto& address) { return answers_on(server, address); });
        if (!serves) {
            continue; // another service's
        }
        if (!nonlocal.ipv6) {
            examine_ipv6(settings, server, findings);
        }
        if (server.is_bind) {
            examine_bind(settings, server, findings);
        }
        if (server.is_unbound) {
            examine_unbound(settings, server, findings);
        }
    }
    return findings;
}

} // namespace anyward::doctor
