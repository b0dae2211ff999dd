#include "anyward/doctor/frr.hpp"

#include "anyward/doctor/frr_config.hpp"
#include "anyward/doctor/frr_metric.hpp"
#include "anyward/doctor/frr_neighbours.hpp"
#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/program.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace anyward::doctor {

namespace {

bool is_ipv4_link_local(const IpAddress& address) {
    return address.family() == AF_INET && address.data()[0] == 169 && address.data()[1] == 254;
}

std::string_view family_name(const IpAddress& address) {
    return address.family() == AF_INET6 ? "ipv6" : "ipv4";
}

/// Examines what FRR does with one service address.
class AddressExaminer {
public:
    AddressExaminer(const Settings& settings, const FrrConfig::Bgp& bgp, const IpAddress& address,
                    const FrrState::AddressState& state)
        : pathspace_(settings.frr_pathspace), bgp_(bgp), family_(bgp.family(address.family())), address_(address),
          state_(state), is_network_(family_.networks.contains(address)) {}

    Findings examine() {
        if (!is_network_ && !redistributes("connected")) {
            add(kind::frr_not_announced,
                fmt::format("FRR has neither 'network {}' nor 'redistribute connected': it is never announced",
                            address_.host_prefix()),
                network_command());
        } else if (!is_network_ && is_ipv4_link_local(address_)) {
            add(kind::frr_redistribute_link_local,
                fmt::format("FRR never redistributes 169.254.0.0/16, and does not say so: {} is never announced",
                            address_.host_prefix()),
                network_command());
        } else if (state_.present && !has_own_path(state_.paths)) {
            add(kind::frr_not_announced,
                fmt::format("{} is on the interface, but BGP does not have it: a route-map denies it",
                            address_.host_prefix()),
                "let the route-map of 'redistribute connected' or 'network' permit it");
        }
        if (is_network_ && !bgp_.import_check) {
            add(kind::frr_no_import_check,
                fmt::format("'no bgp network import-check': FRR announces {} though it is not here, for ever",
                            address_.host_prefix()),
                vtysh_command(pathspace_, bgp_, {"bgp network import-check"}));
        }
        for (const auto& protocol : other_protocols(state_.routes)) {
            if (is_network_ || redistributes(protocol)) {
                add(kind::frr_other_route,
                    fmt::format("FRR has a {} route to {} too, and announces that when the address is withdrawn",
                                protocol, address_.host_prefix()),
                    fmt::format("remove that route; 'show {} route {}' says where it comes from",
                                address_.family() == AF_INET6 ? "ipv6" : "ip", address_.host_prefix()));
            }
        }
        return std::move(findings_);
    }

private:
    void add(const Kind& kind, std::string summary, std::string mend) {
        findings_.push_back({kind, std::move(summary), std::move(mend)});
    }

    [[nodiscard]] bool redistributes(std::string_view protocol) const {
        return std::ranges::find(family_.redistributed, protocol, &FrrConfig::Redistribution::protocol) !=
               family_.redistributed.end();
    }

    [[nodiscard]] std::string network_command() const {
        return vtysh_command(pathspace_, bgp_,
                             {fmt::format("address-family {} unicast", family_name(address_)),
                              fmt::format("network {}", address_.host_prefix())});
    }

    const std::string& pathspace_;
    const FrrConfig::Bgp& bgp_;
    const FrrConfig::Family& family_;
    const IpAddress& address_;
    const FrrState::AddressState& state_;
    bool is_network_;
    Findings findings_;
};

} // namespace

FrrState read_frr(const Settings& settings, const std::set<IpAddress>& announced) {
    std::error_code ignored;
    if (const auto master = std::filesystem::path("/sys/class/net") / settings.interface / "master";
        std::filesystem::exists(master, ignored)) {
        throw NotLookedAt(fmt::format("{} belongs to another interface; the doctor knows FRR's default VRF only",
                                      settings.interface));
    }
    const auto run_vtysh = [&settings](const std::string& command) {
        std::vector<std::string> arguments{"vtysh"};
        if (!settings.frr_pathspace.empty()) {
            arguments.insert(arguments.end(), {"-N", settings.frr_pathspace});
        }
        arguments.insert(arguments.end(), {"-c", command});
        return output_of(arguments);
    };
    FrrState state;
    state.running_config = run_vtysh("show running-config");
    if (!parse_frr_config(state.running_config).bgp) {
        return state; // bgpd knows none of the other commands
    }
    state.neighbours = run_vtysh("show bgp neighbors json");
    for (const auto& address : settings.addresses) {
        const auto* route = address.family() == AF_INET6 ? "ipv6" : "ip";
        state.addresses[address] = {
            announced.contains(address), run_vtysh(fmt::format("show {} route {} json", route, address.host_prefix())),
            run_vtysh(fmt::format("show bgp {} unicast {} json", family_name(address), address.host_prefix()))};
    }
    return state;
}

Findings examine_frr(const Settings& settings, const FrrState& state) {
    const auto config = parse_frr_config(state.running_config);
    if (!config.bgp) {
        return {{kind::frr_not_announced,
                 "FRR runs here without a 'router bgp' in its default VRF: nothing is announced",
                 "bgpd=yes in /etc/frr/daemons, and a configuration as in contrib/frr"}};
    }
    Findings findings;
    const auto append = [&findings](Findings more) { std::ranges::move(more, std::back_inserter(findings)); };
    for (const auto& [address, of_address] : state.addresses) {
        append(AddressExaminer(settings, *config.bgp, address, of_address).examine());
    }
    if (config.bgp->suppress_fib_pending) {
        findings.push_back({kind::frr_suppress_fib_pending,
                            "'bgp suppress-fib-pending': after a withdrawal during which another node's route was "
                            "installed here, FRR waits for ever and announces the address no more",
                            vtysh_command(settings.frr_pathspace, *config.bgp, {"no bgp suppress-fib-pending"})});
    }
    const auto neighbours = parse_frr_neighbours(state.neighbours);
    append(examine_metrics(settings, config, neighbours));
    append(examine_neighbours(settings, config, neighbours));
    return findings;
}

} // namespace anyward::doctor
