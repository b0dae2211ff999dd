#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/doctor/managers.hpp"

namespace anyward::doctor {

/// /etc/resolv.conf, and systemd-resolved's. @throws NotLookedAt where there is none
ConfigurationFiles read_resolver();
/// Whether a hold route leaves this host itself without a resolver. @param files of resolv.conf(5)
Findings examine_resolver(const Settings& settings, const ConfigurationFiles& files);

} // namespace anyward::doctor
