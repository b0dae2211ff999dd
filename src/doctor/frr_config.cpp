#include "anyward/doctor/frr_config.hpp"

#include "anyward/doctor/text.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace anyward::doctor {

namespace {

using Words = std::vector<std::string_view>;

bool starts_with(const Words& words, const Words& with) {
    return words.size() >= with.size() && std::equal(with.begin(), with.end(), words.begin());
}

/// The address of a /32 or /128; none for any other prefix.
std::optional<IpAddress> parse_host_prefix(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (!address || slash == std::string_view::npos || text.substr(slash + 1) != fmt::to_string(address->bits())) {
        return std::nullopt;
    }
    return address;
}

/// @param words of `address-family NAME unicast`  @return nullptr: of another one
FrrConfig::Family* unicast_family(FrrConfig::Bgp& bgp, const Words& words) {
    if (words.size() != 3 || words[2] != "unicast") {
        return nullptr;
    }
    if (words[1] == "ipv4") {
        return &bgp.ipv4;
    }
    return words[1] == "ipv6" ? &bgp.ipv6 : nullptr;
}

/// The configuration is told by its indentation: a line without any begins a block.
class ConfigReader {
public:
    FrrConfig read(std::string_view text) {
        for (const auto line : lines_of(text)) {
            const auto words = words_of(line);
            if (words.empty() || words.front() == "!") {
                continue;
            }
            if (line.front() != ' ') {
                begin_block(words);
            } else if (in_bgp_) {
                read_bgp_line(words);
            } else if (!route_map_.empty() && starts_with(words, {"match", "metric"}) && words.size() > 2) {
                std::uint32_t metric = 0;
                std::from_chars(words[2].data(), words[2].data() + words[2].size(), metric);
                config_.matched_metrics[route_map_].insert(metric);
            }
        }
        if (config_.bgp && suppress_fib_pending_) {
            config_.bgp->suppress_fib_pending = true;
        }
        return std::move(config_);
    }

private:
    void begin_block(const Words& words) {
        in_bgp_ = false;
        family_ = nullptr;
        route_map_.clear();
        // With more words it is another VRF's, or a view.
        if (starts_with(words, {"router", "bgp"}) && words.size() == 3) {
            in_bgp_ = true;
            config_.bgp = FrrConfig::Bgp{};
            config_.bgp->as_number = words[2];
        } else if (starts_with(words, {"route-map"}) && words.size() > 2 && words[2] == "permit") {
            route_map_ = words[1];
        } else if (starts_with(words, {"bgp", "suppress-fib-pending"})) { // for every instance
            suppress_fib_pending_ = true;
        }
    }

    void read_bgp_line(const Words& words) {
        auto& bgp = *config_.bgp;
        if (words.front() == "address-family") {
            family_ = unicast_family(bgp, words);
        } else if (words.front() == "exit-address-family") {
            family_ = nullptr;
        } else if (starts_with(words, {"no", "bgp", "network", "import-check"})) {
            bgp.import_check = false;
        } else if (starts_with(words, {"bgp", "suppress-fib-pending"})) {
            bgp.suppress_fib_pending = true;
        } else if (starts_with(words, {"bgp", "always-compare-med"})) {
            bgp.always_compare_med = true;
        } else if (family_ != nullptr) {
            read_family_line(words);
        }
    }

    void read_family_line(const Words& words) {
        if (words.front() == "network" && words.size() > 1) {
            if (const auto address = parse_host_prefix(words[1])) {
                family_->networks.insert(*address);
            }
        } else if (words.front() == "redistribute" && words.size() > 1) {
            const auto map = std::ranges::find(words, "route-map");
            const auto name = map == words.end() || map + 1 == words.end() ? std::string() : std::string(*(map + 1));
            family_->redistributed.push_back({std::string(words[1]), name});
            family_->route_maps.insert(name);
        } else if (words.size() == 5 && words[0] == "neighbor" && words[2] == "route-map" && words[4] == "out") {
            family_->route_maps.emplace(words[3]);
        }
    }

    FrrConfig config_;
    bool in_bgp_ = false;
    bool suppress_fib_pending_ = false;
    FrrConfig::Family* family_ = nullptr;
    std::string route_map_;
};

} // namespace

std::string vtysh_command(const std::string& pathspace, const FrrConfig::Bgp& bgp,
                          const std::vector<std::string>& lines) {
    std::string command = pathspace.empty() ? "vtysh" : fmt::format("vtysh -N {}", pathspace);
    command += fmt::format(" -c 'configure terminal' -c 'router bgp {}'", bgp.as_number);
    for (const auto& line : lines) {
        command += fmt::format(" -c '{}'", line);
    }
    return command;
}

FrrConfig parse_frr_config(std::string_view text) {
    return ConfigReader().read(text);
}

} // namespace anyward::doctor
