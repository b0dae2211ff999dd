#include "anyward/daemon/rules.hpp"

#include "anyward/config/least_lease.hpp"
#include "anyward/probe/probe_plan.hpp"

namespace anyward {

HealthRules health_rules(const Settings& settings) {
    HealthRules rules{settings.health, {}, {}};
    for (const auto& probe : plan_probes(settings)) {
        rules.checks.push_back({probe.name(), probe.server.service().has_value(), probe.role, probe.group});
    }
    for (const auto& probe : plan_settling(settings)) {
        rules.addresses.push_back(probe.server.service()->to_string());
    }
    return rules;
}

Announcement::Plan announcement_plan(const Settings& settings, std::optional<std::uint32_t> metric_before) {
    return {.addresses = settings.addresses,
            .interface = settings.interface,
            .label = settings.label,
            .dry_run = settings.dry_run,
            .metric = metric_before.value_or(settings.health.metric)};
}

std::optional<Lease> lease_from(const Settings& settings) {
    return settings.health.lease ? std::optional(Lease::with_spare(*settings.health.lease, least_lease(settings)))
                                 : std::nullopt;
}

} // namespace anyward
