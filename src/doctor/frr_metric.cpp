#include "anyward/doctor/frr_metric.hpp"

#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/text.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <string>

namespace anyward::doctor {

namespace {

struct Metric {
    std::string flag;
    std::uint32_t value;
};

std::vector<Metric> metrics_of(const Settings& settings) {
    std::vector<Metric> metrics;
    if (settings.health.metric != 0) {
        metrics.push_back({"--metric", settings.health.metric});
    }
    if (settings.health.degraded_action == DegradedAction::metric) {
        metrics.push_back({"--degraded-metric", settings.health.degraded_metric});
    }
    if (settings.health.drain_metric) {
        metrics.push_back({"--drain-metric", *settings.health.drain_metric});
    }
    return metrics;
}

std::string flags_of(const std::vector<Metric>& metrics) {
    std::vector<std::string> flags;
    for (const auto& metric : metrics) {
        flags.push_back(fmt::format("{} {}", metric.flag, metric.value));
    }
    return join_with_and(flags);
}

bool matches_metric(const FrrConfig& config, const FrrConfig::Family& family, std::uint32_t metric) {
    return std::ranges::any_of(family.route_maps, [&](const auto& name) {
        const auto matched = config.matched_metrics.find(name);
        return matched != config.matched_metrics.end() && matched->second.contains(metric);
    });
}

} // namespace

Findings examine_metrics(const Settings& settings, const FrrConfig& config,
                         const std::vector<FrrNeighbour>& neighbours) {
    const auto metrics = metrics_of(settings);
    if (metrics.empty()) {
        return {};
    }
    // BGP compares the MED of paths that begin with one AS, and those of iBGP that begin with none (RFC 4271, 9.1.2.2).
    const bool med_is_compared = config.bgp->always_compare_med ||
                                 std::ranges::none_of(neighbours, [](const auto& one) { return one.external; });
    Findings findings;
    for (const int family_number : {AF_INET, AF_INET6}) {
        const auto& family = config.bgp->family(family_number);
        std::vector<std::string> not_sent;
        bool is_sent = false;
        for (const auto& address : settings.addresses) {
            if (address.family() != family_number) {
                continue;
            }
            if (family.networks.contains(address)) {
                not_sent.push_back(address.to_string());
            } else {
                is_sent = true;
            }
        }
        if (!not_sent.empty()) {
            findings.push_back({kind::frr_metric_not_sent,
                                fmt::format("{} has no effect: FRR announces {} by 'network', always with MED 0",
                                            flags_of(metrics), join_with_and(not_sent)),
                                "announce by 'redistribute connected', as contrib/frr/degraded-community.conf does "
                                "(not possible for 169.254.0.0/16)"});
        }
        auto unmatched = metrics;
        std::erase_if(unmatched, [&](const Metric& metric) { return matches_metric(config, family, metric.value); });
        if (is_sent && !unmatched.empty() && !med_is_compared) {
            findings.push_back({kind::frr_metric_only_med,
                                fmt::format("{} leaves as MED only, which routers do not compare between routes of "
                                            "different neighbouring ASes",
                                            flags_of(unmatched)),
                                "a route-map with 'match metric', as in contrib/frr/degraded-community.conf; or 'bgp "
                                "always-compare-med' on every router, and here to say so"});
        }
    }
    return findings;
}

} // namespace anyward::doctor
