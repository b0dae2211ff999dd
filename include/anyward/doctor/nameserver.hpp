#pragma once

#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/doctor/processes.hpp"

#include <string>
#include <string_view>
#include <vector>

/// On which addresses the nameservers of this host listen, and what of it does not go with an address that comes and
/// goes.
namespace anyward::doctor {

/// One that runs here, and what its own program says of its configuration.
struct Nameserver {
    std::string name; ///< "Unbound" and the configuration file
    /// What it is told to listen on: addresses; 0.0.0.0 and :: for any. Only port 53.
    std::vector<IpAddress> listen_addresses;
    bool on_named_interfaces = false; ///< it listens on the addresses of interfaces too, whichever they have
    bool binds_absent = false;        ///< it sets IP_FREEBIND: it can bind an address that is not there
    bool is_bind = false;             ///< it binds each address of the host by itself, as they come
    bool scans_interfaces = true;     ///< BIND: it hears of new addresses from the kernel
    bool is_unbound = false;
    bool interface_automatic = false; ///< Unbound: interface-automatic
};

/// named, from `named-checkconf -px`.
/// @param settings BIND matches addresses with lists: those of interest are the service addresses and loopback
Nameserver parse_bind(const Settings& settings, std::string name, std::string_view checkconf);

struct UnboundOptions {
    std::string interface; ///< what `unbound-checkconf -o` prints: a line for each
    std::string interface_automatic;
    std::string ip_freebind;
    std::string port;
};
Nameserver parse_unbound(std::string name, const UnboundOptions& options);

struct NsdOptions {
    std::string ip_address; ///< what `nsd-checkconf -o` prints
    std::string ip_freebind;
    std::string port;
};
Nameserver parse_nsd(std::string name, const NsdOptions& options);

/// knotd, from `knotc conf-read server.listen`.
Nameserver parse_knot(std::string name, std::string_view conf_read);

struct NonlocalBind {
    bool ipv4; ///< net.ipv4.ip_nonlocal_bind
    bool ipv6; ///< net.ipv6.ip_nonlocal_bind
};
Findings examine_nameservers(const Settings& settings, const std::vector<Nameserver>& nameservers,
                             NonlocalBind nonlocal);

/// @throws NotLookedAt where its program for reading the configuration is missing, or refuses it
Nameserver read_nameserver(const Settings& settings, const RunningProgram& running);

} // namespace anyward::doctor
