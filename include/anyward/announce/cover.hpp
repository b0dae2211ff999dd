#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/kernel/netlink_monitor.hpp"
#include "anyward/kernel/route_lookup.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace anyward {

/// Whether somebody else serves what is withdrawn here: then a route to it, BGP's mostly, leads off this host. Where
/// the nodes share an AS and do not take each other's routes, nobody is ever seen.
class Cover {
public:
    Cover(EventLoop& loop, const Log& log, const std::vector<IpAddress>& addresses);

    /// @param withdrawn whether the addresses ought not to be announced; looks, soon after, when that begins
    void follow(bool withdrawn);
    void on_changes(const KernelChanges& changes);

    /// The next hop of somebody else's route, while withdrawn. @param address one of ours
    [[nodiscard]] std::optional<std::string> of(const IpAddress& address) const;

private:
    enum class Uncovered { no, not_said, said };

    void look_at_all();
    void look();
    void judge();
    void say_uncovered();

    const Log& log_;
    RouteLookup lookup_;
    bool withdrawn_ = false;
    Uncovered uncovered_ = Uncovered::no;
    std::map<IpAddress, std::optional<std::string>> next_hops_;
    std::set<IpAddress> to_look_at_;
    EventLoop::Source look_;
    EventLoop::Source grace_;
};

} // namespace anyward
