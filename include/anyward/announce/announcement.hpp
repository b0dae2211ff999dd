#pragma once

#include "anyward/announce/back_off.hpp"
#include "anyward/announce/difference.hpp"
#include "anyward/announce/oddities.hpp"
#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/health/input.hpp"
#include "anyward/kernel/netlink.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// What ought to be on the interface against what is: level-triggered. Every call compares the two and sends the kernel
/// the difference, so a change that was lost, refused or undone by somebody is made again.
class Announcement {
public:
    struct Plan {
        std::vector<IpAddress> addresses;
        std::string interface;
        std::string label; ///< empty: none
        bool dry_run;
        /// Of what is there at the start, as far as we know. One with another is taken as it is, and said to have it,
        /// until another metric than this is wanted.
        std::uint32_t metric = 0;
    };

    Announcement(const Log& log, Plan plan);

    /// Looks at the kernel for the first time and changes nothing. @return what the policy must hear of
    std::vector<HealthInput> begin(Time now);
    /// Brings the kernel to what is wanted; what it refuses is logged, and tried again. @return what the policy must
    /// hear of, in order
    std::vector<HealthInput> reconcile(const Goal& goal, Time now);
    /// What the kernel has may differ from what was seen last.
    void kernel_changed() { up_to_date_ = false; }

    /// When to reconcile again though nothing has changed: after an error, or to put back what somebody deleted.
    [[nodiscard]] std::optional<Time> retry_at() const { return retry_at_; }
    /// Of each service address, in the plan's order.
    [[nodiscard]] const std::vector<Presence>& presence() const { return sight_.presence; }
    [[nodiscard]] bool any_announced() const;
    [[nodiscard]] bool any_held() const;

private:
    void set_goal(const Goal& goal);
    void read_kernel(Time now);
    void read_changes(Time now, std::vector<HealthInput>& news);
    void read_kernel_again(Time now, std::vector<HealthInput>& news);
    void send_difference(Time now, std::vector<HealthInput>& news);
    void send(const std::vector<Change>& changes, Time now, std::vector<HealthInput>& news);
    void request_failed(const std::string& why, Time now);
    void delete_from_renamed(Time now);
    void notice_other_interface(unsigned before, std::vector<HealthInput>& news);
    void notice_missing(const std::vector<Presence>& before, Time now, std::vector<HealthInput>& news);
    [[nodiscard]] bool all_announced() const;
    [[nodiscard]] std::vector<Change> missing_changes(Time now) const;
    void log_new(LogLines& known, LogLines now);
    void write_log();

    const Log& log_;
    Plan plan_;
    Netlink netlink_;
    Sight sight_;
    bool up_to_date_ = false;      ///< the sight: nothing is known to have changed since
    std::optional<Goal> goal_;     ///< the latest; none before the first reconcile()
    bool any_metric_ = true;       ///< is good for what is there: no other one was wanted yet
    bool announced_known_ = false; ///< the policy knows that every address is there
    std::optional<Time> retry_at_;
    BackOff back_off_;
    LogLines oddities_;              ///< in the kernel, as they have been logged
    LogLines errors_;                ///< of the latest requests, the same
    std::vector<LogLine> unwritten_; ///< logged when the kernel has been told
};

} // namespace anyward
