#pragma once

#include "anyward/base/ip.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace anyward::doctor {

/// What matters here of FRR's running configuration.
struct FrrConfig {
    /// `redistribute PROTOCOL [route-map NAME]`.
    struct Redistribution {
        std::string protocol;
        std::string route_map; ///< empty: none
    };
    /// `address-family ipv4|ipv6 unicast`.
    struct Family {
        std::set<IpAddress> networks; ///< of the network statements, those for a /32 or /128
        std::vector<Redistribution> redistributed;
        std::set<std::string> route_maps; ///< that something goes through on its way out
    };
    /// `router bgp` of the default VRF.
    struct Bgp {
        std::string as_number;
        bool import_check = true; ///< FRR's default since 7.4
        bool suppress_fib_pending = false;
        bool always_compare_med = false;
        Family ipv4;
        Family ipv6;

        /// @param address_family AF_INET or AF_INET6
        [[nodiscard]] const Family& family(int address_family) const {
            return address_family == AF_INET6 ? ipv6 : ipv4;
        }
    };

    std::optional<Bgp> bgp;                                         ///< nothing: FRR speaks no BGP there
    std::map<std::string, std::set<std::uint32_t>> matched_metrics; ///< `match metric`, by route-map
};

/// A command for the operator to paste, which takes these lines in below `router bgp` of that instance.
/// @param pathspace FRR's `-N`; empty: none
std::string vtysh_command(const std::string& pathspace, const FrrConfig::Bgp& bgp,
                          const std::vector<std::string>& lines);

/// Reads what `show running-config` prints (FRR 8 and 10). What it does not know it skips.
FrrConfig parse_frr_config(std::string_view text);

} // namespace anyward::doctor
