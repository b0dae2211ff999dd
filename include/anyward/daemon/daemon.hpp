#pragma once

#include "anyward/announce/announcement.hpp"
#include "anyward/announce/cover_monitor.hpp"
#include "anyward/base/event_loop.hpp"
#include "anyward/base/watchdog.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/daemon/reload.hpp"
#include "anyward/health/health.hpp"
#include "anyward/kernel/netlink_monitor.hpp"
#include "anyward/operator/control.hpp"
#include "anyward/operator/drain_file.hpp"
#include "anyward/operator/reporter.hpp"
#include "anyward/probe/prober.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace anyward {

/// Verdicts go to the policy, what it wants goes to the kernel, what the kernel says goes back.
class Daemon {
public:
    /// @param loop must outlive the daemon, as the status socket must
    /// @param status_socket listening; none: there is none
    /// @param read_again the settings for a reload; throws where there can be none
    Daemon(EventLoop& loop, Settings settings, std::optional<int> status_socket, const Handover& before,
           std::function<Settings()> read_again);

    /// Runs until a signal ends it. @return the exit status
    /// @throws std::runtime_error when it cannot start (no CAP_NET_ADMIN, no sockets)
    int run();
    /// After run() that was told to reload: the settings to go on with (else none), and what the next daemon gets.
    [[nodiscard]] const std::optional<Settings>& next() const { return next_; }
    [[nodiscard]] Handover handover() const { return anyward::handover(settings_, *next_, reporter_.history()); }

private:
    enum class Phase {
        starting,    ///< deciding on what was found; nothing is reported yet
        running,     ///< until a signal
        withdrawing, ///< for good, and then holding for a moment
        over,        ///< held for long enough
    };

    void on_notifications();
    void on_drain_file();
    Pace on_verdict(std::size_t row, const Verdict& verdict);
    void decide(const HealthInput& input);
    std::vector<Decision> carry_out(const HealthInput& input);
    void report(const std::vector<Decision>& decisions);
    void update_probing();
    [[nodiscard]] Goal goal() const;
    [[nodiscard]] Status status() const;
    void reload();
    void end(OnExit how);
    void finish();

    Settings settings_;
    std::optional<Lease> lease_;
    std::function<Settings()> read_again_;
    std::optional<Settings> next_{};
    Log log_;
    EventLoop& loop_;
    NetlinkMonitor monitor_; // before the announcement: subscribe first, then look
    Announcement announcement_;
    Health health_;
    DrainFile drain_file_;
    Prober prober_;
    CoverMonitor cover_;
    std::optional<Control> control_;
    Reporter reporter_;
    Watchdog watchdog_;
    EventLoop::Source wake_up_;
    EventLoop::Source last_second_;
    Time announced_until_{}; ///< an address was there then
    Phase phase_ = Phase::starting;
};

} // namespace anyward
