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

/// Whether the service addresses are covered while they are withdrawn: this host then sees somebody else's route to
/// each, BGP's mostly. Where the nodes share an AS and do not take each other's routes, none is ever seen. Says so in
/// the log when none has come in time, and when one comes after that.
class CoverMonitor {
public:
    /// How long the other nodes' routes may take to come here after our withdrawal, by way of the routers.
    static constexpr Duration usual_grace = std::chrono::seconds(5);

    /// @param loop, log must outlive it
    /// @param grace after which addresses without a route are worth a warning
    CoverMonitor(EventLoop& loop, const Log& log, const std::vector<IpAddress>& addresses,
                 Duration grace = usual_grace);

    /// Whether the addresses ought not to be announced. When that begins all routes are looked up, soon after.
    void set_withdrawn(bool withdrawn);
    /// Looks up, soon after, the routes that may be others now; nothing while the addresses are announced.
    void on_changes(const KernelChanges& changes);

    /// Whom the address is covered by: the next hop of somebody else's route to it, as RouteLookup has it.
    /// @param address one of those of the constructor
    /// @return nothing where there is none, has not been looked up yet, or the address ought to be announced
    [[nodiscard]] std::optional<std::string> next_hop_of(const IpAddress& address) const;

private:
    enum class Warning { none, pending, logged };

    void look_up_all_soon();
    void look_up_soon(const IpAddress& address);
    void look_up_some();
    void update_warning();
    void log_uncovered();

    const Log& log_;
    const Duration grace_;
    RouteLookup lookup_;
    bool withdrawn_ = false;
    Warning warning_ = Warning::none;
    std::map<IpAddress, std::optional<std::string>> next_hops_;
    std::set<IpAddress> to_look_up_;
    EventLoop::Source look_up_timer_;
    EventLoop::Source grace_timer_;
};

} // namespace anyward
