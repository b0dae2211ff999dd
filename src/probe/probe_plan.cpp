#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <variant>

namespace anyward {

namespace {

/// Which of the service addresses it is; none: another one.
std::optional<std::size_t> place_of(const Settings& settings, const IpAddress& address) {
    const auto found = std::ranges::find(settings.addresses, address);
    return found == settings.addresses.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - settings.addresses.begin()));
}

std::vector<ServerChoice> servers_of(const Settings& settings, const Check& check) {
    const auto* dns = std::get_if<DnsCheck>(&check.what);
    if (dns == nullptr) {
        return {ServerChoice::none()};
    }
    if (const auto& named = dns->server ? dns->server : settings.server) {
        return {place_of(settings, named->address) ? ServerChoice::own(*named, settings.interface)
                                                   : ServerChoice::fixed(*named)};
    }
    std::vector<ServerChoice> servers;
    for (const auto& address : automatic_servers(settings)) {
        servers.push_back(ServerChoice::automatic(address, settings.interface));
    }
    if (servers.empty()) {
        servers.push_back(ServerChoice::automatic(std::nullopt, settings.interface));
    }
    return servers;
}

void plan(std::vector<PlannedProbe>& planned, const Settings& settings, Role role, std::size_t group,
          const Check& check) {
    const auto usual = role == Role::liveness ? settings.timeout : settings.check_timeout;
    const auto interval = check.interval.value_or(settings.interval);
    const CheckRunner::Timing timing{.interval = interval,
                                     .fast_interval = std::min(settings.fast_interval, interval),
                                     .timeout = check.timeout.value_or(usual),
                                     .confirms_early = role == Role::liveness};
    for (auto& server : servers_of(settings, check)) {
        const auto& service = server.service();
        const auto address = service ? place_of(settings, service->address) : std::nullopt;
        planned.push_back({role, group, &check, std::move(server), address, timing});
    }
}

} // namespace

std::string PlannedProbe::name() const {
    switch (role) {
    case Role::liveness:
        return "liveness";
    case Role::hard:
        return fmt::format("check '{}'", check->spec);
    case Role::soft:
        return fmt::format("soft check '{}'", check->spec);
    }
    return check->spec;
}

std::vector<IpAddress> automatic_servers(const Settings& settings) {
    std::vector<IpAddress> servers;
    for (const int family : {AF_INET, AF_INET6}) {
        const auto first = std::ranges::find(settings.addresses, family, &IpAddress::family);
        if (!settings.server && first != settings.addresses.end()) {
            servers.push_back(*first);
        }
    }
    return servers;
}

std::vector<PlannedProbe> plan_probes(const Settings& settings) {
    std::vector<PlannedProbe> planned;
    if (settings.liveness) {
        plan(planned, settings, Role::liveness, 0, *settings.liveness);
    }
    for (std::size_t i = 0; i < settings.checks.size(); ++i) {
        plan(planned, settings, Role::hard, i, settings.checks[i]);
    }
    for (std::size_t i = 0; i < settings.soft_checks.size(); ++i) {
        plan(planned, settings, Role::soft, i, settings.soft_checks[i]);
    }
    return planned;
}

std::vector<PlannedProbe> plan_settling(const Settings& settings) {
    const auto probes = plan_probes(settings);
    const auto asks_one = [](const PlannedProbe& probe) {
        return probe.server.service().has_value() && probe.role != Role::soft;
    };
    const auto model = std::ranges::find_if(probes, asks_one);
    std::vector<PlannedProbe> planned;
    if (model != probes.end()) {
        for (std::size_t i = 0; i < settings.addresses.size(); ++i) {
            auto probe = *model;
            probe.address = i;
            probe.server =
                ServerChoice::own({settings.addresses[i], model->server.service()->port}, settings.interface);
            planned.push_back(std::move(probe));
        }
    }
    return planned;
}

} // namespace anyward
