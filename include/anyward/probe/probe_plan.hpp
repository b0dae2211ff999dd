#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/check/role.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/probe/check_runner.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// One check asked of one server: a row of what is probed.
struct PlannedProbe {
    Role role;
    std::size_t group;  ///< which of the checks of its role
    const Check* check; ///< in the settings, which must outlive the plan
    ServerChoice server;
    std::optional<std::size_t> address; ///< the service address that it asks, by its place in the settings
    CheckRunner::Timing timing;

    /// How reasons and logs name it.
    [[nodiscard]] std::string name() const;
};

/// The service addresses that checks without a server of their own ask: with `--server auto` the first of each family,
/// none where --server names a server.
std::vector<IpAddress> automatic_servers(const Settings& settings);

/// Every check with every server it asks.
std::vector<PlannedProbe> plan_probes(const Settings& settings);

/// What is asked of every service address after an announcement: the first planned probe, not of a soft check, that
/// asks one, turned to each address in the settings' order. Empty where no check asks a service address.
std::vector<PlannedProbe> plan_settling(const Settings& settings);

} // namespace anyward
