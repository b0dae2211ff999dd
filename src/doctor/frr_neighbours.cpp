#include "anyward/doctor/frr_neighbours.hpp"

#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/program.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace anyward::doctor {

namespace {

using Json = nlohmann::json;

/// vtysh may say something before and after it, such as that it has no configuration file of its own.
Json read_json(std::string_view text) {
    const auto start = text.find('{');
    const auto end = text.rfind('}');
    auto json = start == std::string_view::npos || end < start
                    ? Json(Json::value_t::discarded)
                    : Json::parse(text.substr(start, end - start + 1), nullptr, false);
    if (!json.is_object()) {
        throw NotLookedAt("vtysh printed something else than JSON");
    }
    return json;
}

FrrNeighbour neighbour_from(const std::string& name, const Json& json) {
    const auto graceful = json.value("gracefulRestartInfo", Json::object());
    const auto remote = graceful.value("remoteGrMode", "");
    const auto local = graceful.value("localGrMode", "");
    const auto timers = graceful.value("timers", Json::object());
    return {
        .name = name,
        .external = !json.value("nbrInternalLink", false),
        .advertisement_interval = std::chrono::milliseconds(json.value("minBtwnAdvertisementRunsTimerMsecs", 0)),
        // "Restart*" where it is the instance's setting, "Restart" where it is the neighbour's.
        .restarts_gracefully = local.starts_with("Restart") && !remote.starts_with("Disable"),
        .restart_is_per_neighbour = !local.ends_with('*'),
        .restart_seconds = timers.value("configuredRestartTimer", 120),
    };
}

} // namespace

std::vector<FrrNeighbour> parse_frr_neighbours(std::string_view json) {
    std::vector<FrrNeighbour> neighbours;
    const auto parsed = read_json(json); // items() only refers to it
    for (const auto& [name, value] : parsed.items()) {
        if (value.is_object() && value.contains("bgpState")) {
            neighbours.push_back(neighbour_from(name, value));
        }
    }
    return neighbours;
}

Findings examine_neighbours(const Settings& settings, const FrrConfig& config,
                            const std::vector<FrrNeighbour>& neighbours) {
    Findings findings;
    for (const auto& neighbour : neighbours) {
        if (neighbour.advertisement_interval > settings.health.hold_down) {
            findings.push_back(
                {kind::frr_advertisement_interval,
                 fmt::format("advertisement-interval of neighbor {} is {}: it hears of a return that much after the "
                             "last update, later than --hold-down {} says",
                             neighbour.name, format_duration(neighbour.advertisement_interval),
                             format_duration(settings.health.hold_down)),
                 vtysh_command(settings.frr_pathspace, *config.bgp,
                               {fmt::format("no neighbor {} advertisement-interval", neighbour.name)})});
        }
        if (neighbour.restarts_gracefully) {
            findings.push_back(
                {kind::frr_graceful_restart,
                 fmt::format(
                     "graceful restart: when bgpd or this host dies, neighbor {} keeps sending clients here for "
                     "{} s",
                     neighbour.name, neighbour.restart_seconds),
                 vtysh_command(settings.frr_pathspace, *config.bgp,
                               {neighbour.restart_is_per_neighbour
                                    ? fmt::format("no neighbor {} graceful-restart", neighbour.name)
                                    : "no bgp graceful-restart",
                                "end", fmt::format("clear bgp {}", neighbour.name)})});
        }
    }
    return findings;
}

std::vector<std::string> other_protocols(std::string_view json) {
    std::set<std::string> protocols;
    const auto parsed = read_json(json);
    for (const auto& [prefix, routes] : parsed.items()) {
        for (const auto& route : routes) {
            protocols.insert(route.value("protocol", ""));
        }
    }
    for (const auto* usual : {"", "connected", "local", "bgp"}) {
        protocols.erase(usual);
    }
    return {protocols.begin(), protocols.end()};
}

bool has_own_path(std::string_view json) {
    const auto parsed = read_json(json);
    const auto paths = parsed.value("paths", Json::array());
    return std::ranges::any_of(paths, [](const Json& path) { return path.value("sourced", false); });
}

} // namespace anyward::doctor
