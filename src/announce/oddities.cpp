#include "anyward/announce/oddities.hpp"

#include "anyward/kernel/interface_name.hpp"
#include "anyward/kernel/presence.hpp"

#include <fmt/format.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace anyward {

namespace {

void add_differences(const InterfaceAddress& found, const UsualForm& usual, LogLines& lines) {
    const auto note = [&](const std::string& what) {
        lines.emplace(LogLevel::warning, fmt::format("{} is on {} with {}; taken as it is", found.address.host_prefix(),
                                                     usual.interface, what));
    };
    const auto& label = usual.label.empty() ? usual.interface : usual.label;
    if (found.address.family() == AF_INET && found.label != label) {
        note(fmt::format("label {}, not {}", found.label, label));
    }
    if (found.scope != RT_SCOPE_UNIVERSE) {
        note(fmt::format("scope {}, not global", found.scope));
    }
    if (found.metric != usual.metric.value_or(found.metric)) {
        note(fmt::format("metric {}", found.metric));
    }
}

} // namespace

LogLines oddities(const std::vector<IpAddress>& addresses, std::span<const InterfaceAddress> found,
                  const UsualForm& usual) {
    LogLines lines;
    const std::set<IpAddress> ours(addresses.begin(), addresses.end());
    for (const auto& one : found) {
        if (!ours.contains(one.address)) {
            continue;
        }
        if (is_exact(one, usual.interface_index)) {
            add_differences(one, usual, lines);
        } else {
            lines.emplace(LogLevel::error,
                          fmt::format("{}/{} is on {}, put there by somebody else: routing daemons go on announcing "
                                      "it whatever happens here; delete it there",
                                      one.address.to_string(), one.prefix_length, interface_name(one.interface_index)));
        }
    }
    return lines;
}

} // namespace anyward
