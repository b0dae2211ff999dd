#pragma once

#include "anyward/announce/lease.hpp"
#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/health/health.hpp"
#include "anyward/kernel/netlink.hpp"
#include "anyward/kernel/presence.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// What ought to be on the interface against what is: level-triggered. Every call compares the two and sends
/// the kernel the difference, so a change that was lost, refused or undone by somebody is made again.
namespace anyward {

/// What the policy wants of the kernel.
struct Goal {
    Wanted wanted;
    std::uint32_t metric = 0;       ///< to announce with; an adopted address keeps its own until another is wanted
    std::optional<Time> evidence{}; ///< as Decision::evidence
};

class Announcement {
public:
    struct Plan {
        std::vector<IpAddress> addresses;
        std::string interface;
        std::string label; ///< empty: none
        bool hold;
        bool dry_run;
        std::uint32_t metric = 0;     ///< the usual one: an adopted address with another is said to have it
        std::optional<Lease> lease{}; ///< none: announced for ever
        /// What is announced at the start was announced with this metric, so another one is a change; none: it is taken
        /// as it is.
        std::optional<std::uint32_t> metric_before{};
    };

    Announcement(const Log& log, Plan plan);

    /// Looks at the kernel for the first time and changes nothing. @return what the policy must hear of
    std::vector<HealthInput> begin(Time now);
    /// Brings the kernel to what is wanted; what it refuses is logged, and tried again. @return what the policy must
    /// hear of, in order
    std::vector<HealthInput> reconcile(const Goal& goal, Time now);
    /// What the kernel has may differ from what was seen last.
    void kernel_changed() { looked_ = false; }
    /// Whether hold routes are wanted, from the next reconcile() on.
    void set_hold(bool hold) { plan_.hold = hold; }
    /// What is announced is announced for ever, from the next reconcile() on.
    void release_lease() { plan_.lease.reset(); }

    /// When to reconcile again though nothing has changed: after an error, or to put back what somebody deleted.
    [[nodiscard]] std::optional<Time> retry_at() const;
    /// Of each service address, in the plan's order.
    [[nodiscard]] const std::vector<Presence>& presence() const { return presence_; }
    [[nodiscard]] bool any_announced() const;
    [[nodiscard]] bool any_held() const;

private:
    /// Waits longer with each failure, and forgets them after a quiet time.
    struct BackOff {
        Duration delay{};
        std::optional<Time> until{};
        void fail(Time now, Duration first);
        [[nodiscard]] bool over(Time now) const { return !until || now >= *until; }
    };

    using Lines = std::set<std::pair<LogLevel, std::string>>;

    void look(Time now);
    void look_at(const InterfaceAddress& found, Lines& complaints) const;
    void refused(const std::string& why, Time now);
    void look_again(Time now, std::vector<HealthInput>& news);
    void bring_about(Time now, std::vector<HealthInput>& news);
    void leave_interface();
    void hear_of_changes(unsigned index_before, const std::vector<Presence>& before, Time now,
                         std::vector<HealthInput>& news);
    [[nodiscard]] bool all_announced() const;
    [[nodiscard]] std::vector<Change> difference(Time now) const;
    void add_deletion(const IpAddress& address, const Presence& presence, std::vector<Change>& changes) const;
    void add_changes(const IpAddress& address, const Presence& presence, Time now, std::vector<Change>& changes) const;
    void apply(const std::vector<Change>& changes, Time now);
    void say_new(Lines& said, Lines now) const;

    const Log& log_;
    Plan plan_;
    Netlink netlink_;
    bool looked_ = false;
    unsigned interface_index_ = 0;               ///< 0: there is none
    std::map<IpAddress, std::size_t> positions_; ///< in the plan
    std::vector<Presence> presence_;             ///< in the plan's order
    std::optional<Goal> goal_;                   ///< the latest; none before the first reconcile()
    bool metric_changed_ = false;                ///< since then: what is announced has to be announced anew
    bool was_announced_ = false;                 ///< every address was there when reconcile() was last through
    bool unfinished_ = false;                    ///< and then something was not as wanted yet
    BackOff back_off_;
    Lines complaints_; ///< what is odd in the kernel and has been said
    Lines errors_;     ///< what the kernel refused and has been said
};

} // namespace anyward
