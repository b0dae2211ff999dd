#include "anyward/announce/difference.hpp"

#include <algorithm>
#include <cstddef>
#include <sys/socket.h>

namespace anyward {

namespace {

/// The kernel deletes an IPv6 address's prefix route along with the address only where that has no lease
/// (ipv6_del_addr()).
void add_deletion(const IpAddress& address, unsigned interface_index, const Presence& presence,
                  std::vector<Change>& changes) {
    if (address.family() == AF_INET6) {
        changes.emplace_back(DeletePrefixRoute{interface_index, address, presence.metric});
    }
    changes.emplace_back(DeleteAddress{interface_index, address});
}

Lifetime first_lifetime(const Goal& goal, Time now) {
    return goal.keep ? for_ever : lifetime(goal.lease, goal.evidence.value_or(now), now);
}

/// Another lifetime for an address that stays, where it needs one.
std::optional<Lifetime> other_lifetime(const Presence& presence, const Goal& goal, Time now) {
    if (goal.keep) {
        return presence.expires ? std::optional(for_ever) : std::nullopt;
    }
    return renewal(goal.lease, presence.expires, goal.evidence, now);
}

/// For each IPv6 address that it deletes, the kernel walks all routes (fib6_remove_prefsrc()), so these go first.
void put_prefix_routes_first(std::vector<Change>& changes) {
    std::stable_partition(changes.begin(), changes.end(),
                          [](const Change& change) { return std::holds_alternative<DeletePrefixRoute>(change); });
}

} // namespace

std::vector<Change> difference(const std::vector<IpAddress>& addresses, const std::string& label, const Sight& sight,
                               const Goal& goal, bool any_metric, Time now) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (goal.hold && !sight.presence[i].held) {
            changes.emplace_back(AddHold{addresses[i]});
        }
    }
    const auto index = sight.interface_index;
    const bool may_add = goal.wanted == Wanted::announced;
    for (std::size_t i = 0; i < addresses.size() && index != 0; ++i) {
        const auto& address = addresses[i];
        const auto& presence = sight.presence[i];
        // The kernel would take a new metric for an address that stays, but FRR ignores that. Deletion and addition in
        // one batch reach the router as one update.
        const bool other_metric = may_add && !any_metric && presence.announced && presence.metric != goal.metric;
        if (presence.announced && (goal.wanted == Wanted::withdrawn || other_metric)) {
            add_deletion(address, index, presence, changes);
        }
        if (may_add && (!presence.announced || other_metric)) {
            changes.emplace_back(AddAddress{index, address, address.family() == AF_INET ? label : "", goal.metric,
                                            first_lifetime(goal, now)});
        } else if (presence.announced && goal.wanted != Wanted::withdrawn) {
            if (const auto valid = other_lifetime(presence, goal, now)) {
                changes.emplace_back(RenewAddress{index, address, presence.metric, presence.flags, *valid});
            }
        }
    }
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (!goal.hold && sight.presence[i].held) {
            changes.emplace_back(DeleteHold{addresses[i]});
        }
    }
    put_prefix_routes_first(changes);
    return changes;
}

std::vector<Change> deletion(const std::vector<IpAddress>& addresses, const Sight& sight) {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        if (sight.presence[i].announced) {
            add_deletion(addresses[i], sight.interface_index, sight.presence[i], changes);
        }
    }
    put_prefix_routes_first(changes);
    return changes;
}

} // namespace anyward
