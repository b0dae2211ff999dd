#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"

#include <string>
#include <vector>

/// Who else puts the service addresses on an interface, or takes them off.
namespace anyward::doctor {

/// A file that was read, for a manager's examination or the resolver's.
struct ConfigurationFile {
    std::string path; ///< for the report
    std::string text;
};
using ConfigurationFiles = std::vector<ConfigurationFile>;

/// interfaces(5): `iface` stanzas, in all the files that are read.
Findings examine_ifupdown(const Settings& settings, const ConfigurationFiles& files);
/// systemd.network(5).
Findings examine_networkd(const Settings& settings, const ConfigurationFiles& files);
/// NetworkManager's keyfiles.
Findings examine_networkmanager(const Settings& settings, const ConfigurationFiles& files);

/// Their files on this host. @throws NotLookedAt each, where it is not here (networkd: does not run) or its files
/// cannot be read
ConfigurationFiles read_ifupdown();
ConfigurationFiles read_networkd();
ConfigurationFiles read_networkmanager();

} // namespace anyward::doctor
