#include "anyward/kernel/presence.hpp"

#include <cstddef>
#include <map>

namespace anyward {

bool is_exact(const InterfaceAddress& found, unsigned interface_index) {
    return found.interface_index == interface_index && found.prefix_length == found.address.bits() && !found.has_peer;
}

std::vector<Presence> presence_of(std::span<const IpAddress> service_addresses, unsigned interface_index,
                                  std::span<const InterfaceAddress> found, std::span<const IpAddress> holds, Time now) {
    std::vector<Presence> presence(service_addresses.size());
    std::map<IpAddress, Presence*> ours; // there may be thousands, of either
    for (std::size_t i = 0; i < presence.size(); ++i) {
        ours.emplace(service_addresses[i], &presence[i]);
    }
    for (const auto& hold : holds) {
        if (const auto held = ours.find(hold); held != ours.end()) {
            held->second->held = true;
        }
    }
    for (const auto& one : found) {
        if (const auto there = ours.find(one.address); there != ours.end() && is_exact(one, interface_index)) {
            there->second->announced = true;
            there->second->metric = one.metric;
            there->second->flags = one.flags;
            there->second->expires = one.valid == for_ever ? std::nullopt : std::optional(now + one.valid);
        }
    }
    return presence;
}

} // namespace anyward
