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

/// A nameserver that runs here, and what its own program says of its configuration.
struct Nameserver {
    std::string name; ///< for the report: "Unbound (unbound.conf)"
    /// What it is told to listen on: addresses; 0.0.0.0 and :: for any. Only port 53.
    std::vector<IpAddress> listen_addresses;
    bool on_named_interfaces = false; ///< it listens on the addresses of interfaces too, whichever they have
    bool binds_absent = false;        ///< it sets IP_FREEBIND: it can bind an address that is not there
    bool is_bind = false;             ///< it binds each address of the host by itself, as they come
    bool scans_interfaces = true;     ///< BIND: it hears of new addresses from the kernel
    bool is_unbound = false;          ///< it answers from where the route back leads, if bound to any
    bool interface_automatic = false; ///< Unbound: it answers from the address that was asked
};

/// named, from `named-checkconf -px`.
/// @param settings BIND matches addresses with lists: those of interest are the service addresses and loopback
Nameserver parse_bind(const Settings& settings, std::string name, std::string_view checkconf);

/// What `unbound-checkconf -o OPTION` prints, a line for each value.
struct UnboundOptions {
    std::string interface;
    std::string interface_automatic;
    std::string ip_freebind;
    std::string port;
};
/// @param name for the report, here and below
Nameserver parse_unbound(std::string name, const UnboundOptions& options);

/// What `nsd-checkconf -o OPTION` prints, a line for each value.
struct NsdOptions {
    std::string ip_address;
    std::string ip_freebind;
    std::string port;
};
Nameserver parse_nsd(std::string name, const NsdOptions& options);

/// knotd, from `knotc conf-read server.listen`.
Nameserver parse_knot(std::string name, std::string_view conf_read);

/// Whether the kernel lets anybody bind an absent address.
struct NonlocalBind {
    bool ipv4; ///< net.ipv4.ip_nonlocal_bind
    bool ipv6; ///< net.ipv6.ip_nonlocal_bind
};
/// What the nameservers do wrong with a service address that comes and goes; those of other services are passed over.
Findings examine_nameservers(const Settings& settings, const std::vector<Nameserver>& nameservers,
                             NonlocalBind nonlocal);

/// Asks the nameserver's own program for its configuration.
/// @param running named, unbound, nsd or knotd
/// @throws NotLookedAt where its program for reading the configuration is missing, or refuses it
Nameserver read_nameserver(const Settings& settings, const RunningProgram& running);

} // namespace anyward::doctor
