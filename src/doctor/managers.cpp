#include "anyward/doctor/managers.hpp"

#include "anyward/base/text.hpp"
#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace anyward::doctor {

namespace {

/// The service address that a value such as `169.254.0.1/32,10.0.0.1` or `169.254.0.1` begins with.
const IpAddress* leading_service_address(const Settings& settings, std::string_view value) {
    const auto address = IpAddress::parse(value.substr(0, value.find_first_of("/,;")));
    if (!address) {
        return nullptr;
    }
    const auto found = std::ranges::find(settings.addresses, *address);
    return found == settings.addresses.end() ? nullptr : &*found;
}

/// One stanza of interfaces(5).
struct Stanza {
    std::string name;
    std::vector<const IpAddress*> addresses; ///< service addresses that it configures
    bool has_anyward_options = false;        ///< it has options of anyward, whose hook takes care of the address
};

/// `up`, `pre-up`, ...: they run a command.
bool runs_command(std::string_view option) {
    return option == "up" || option == "pre-up" || option == "post-up";
}

std::vector<Stanza> parse_stanzas(const Settings& settings, std::string_view text) {
    std::vector<Stanza> stanzas;
    bool inside = false;
    for (const auto line : lines_of(text)) {
        const auto words = words_of(line);
        if (words.empty() || words.front().starts_with('#')) {
            continue;
        }
        const auto option = words.front();
        if (option == "iface" || option == "auto" || option == "mapping" || option == "template" ||
            option.starts_with("allow-") || option.starts_with("source")) {
            inside = option == "iface" && words.size() > 1;
            if (inside) {
                stanzas.push_back({std::string(words[1]), {}});
            }
        } else if (inside && option.starts_with("anyward-")) {
            stanzas.back().has_anyward_options = true;
        } else if (inside && (option == "address" || runs_command(option))) {
            for (auto word = words.begin() + 1; word != words.end(); ++word) {
                if (const auto* address = leading_service_address(settings, *word)) {
                    stanzas.back().addresses.push_back(address);
                }
            }
        }
    }
    return stanzas;
}

/// The values of a key in a file of [SECTION] and KEY=VALUE lines. @param key its beginning counts
std::vector<std::string_view> values_of(std::string_view text, std::string_view key) {
    std::vector<std::string_view> values;
    for (const auto line : lines_of(text)) {
        const auto equals = line.find('=');
        if (equals != std::string_view::npos && trimmed(line.substr(0, equals)).starts_with(key)) {
            values.push_back(trimmed(line.substr(equals + 1)));
        }
    }
    return values;
}

/// A manager whose files have [SECTION] and KEY=VALUE lines.
struct KeyFileManager {
    Kind kind;
    std::string_view name;
    std::string_view key; ///< addresses are the values of keys that begin so
    std::string_view mend;
};

Findings examine_key_files(const Settings& settings, const ConfigurationFiles& files, const KeyFileManager& manager) {
    Findings findings;
    for (const auto& file : files) {
        for (const auto value : values_of(file.text, manager.key)) {
            if (const auto* address = leading_service_address(settings, value)) {
                findings.push_back({manager.kind,
                                    fmt::format("{} lets {} put {} on an interface, whether the nameserver answers or "
                                                "not",
                                                file.path, manager.name, address->to_string()),
                                    std::string(manager.mend)});
            }
        }
    }
    return findings;
}

} // namespace

Findings examine_ifupdown(const Settings& settings, const ConfigurationFiles& files) {
    Findings findings;
    for (const auto& file : files) {
        for (const auto& stanza : parse_stanzas(settings, file.text)) {
            if (stanza.has_anyward_options) {
                continue;
            }
            for (const auto* address : stanza.addresses) {
                findings.push_back(
                    {kind::ifupdown_address,
                     fmt::format("'iface {}' in {} puts {} on the interface without asking the nameserver, at every "
                                 "boot",
                                 stanza.name, file.path, address->to_string()),
                     "take the address out of that stanza, which may be 'inet manual': anyward adds it"});
            }
        }
    }
    return findings;
}

Findings examine_networkd(const Settings& settings, const ConfigurationFiles& files) {
    return examine_key_files(settings, files,
                             {.kind = kind::networkd_address,
                              .name = "systemd-networkd",
                              .key = "Address",
                              .mend = "take that Address= out: anyward adds it"});
}

Findings examine_networkmanager(const Settings& settings, const ConfigurationFiles& files) {
    return examine_key_files(settings, files,
                             {.kind = kind::networkmanager_address,
                              .name = "NetworkManager",
                              .key = "address", // address1=, and the older addresses=
                              .mend = "take the address out of that connection: anyward adds it"});
}

} // namespace anyward::doctor
