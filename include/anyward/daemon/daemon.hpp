#pragma once

#include "anyward/announce/announcement.hpp"
#include "anyward/announce/cover.hpp"
#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/health.hpp"
#include "anyward/health/history.hpp"
#include "anyward/kernel/netlink_monitor.hpp"
#include "anyward/operator/drain_file.hpp"
#include "anyward/operator/observers.hpp"
#include "anyward/probe/prober.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace anyward {

/// Verdicts go to the policy, what it wants goes to the kernel, what the kernel says goes back.
class Daemon {
public:
    /// What it gets from the one before it, over a reload.
    struct Legacy {
        /// What is announced already was announced with it, and a change of it is wanted; none: it is taken as it is.
        std::optional<std::uint32_t> metric_before{};
        std::optional<Observers::Memory> memory{};
    };

    /// @param status_socket listening; none: there is none
    /// @param read_again the settings for a reload; throws where there can be none
    Daemon(Settings settings, std::optional<int> status_socket, Legacy legacy, std::function<Settings()> read_again);

    /// Runs until a signal ends it. @return the exit status
    /// @throws std::runtime_error when it cannot start (no CAP_NET_ADMIN, no sockets)
    int run();
    /// After run(): the settings to go on with, where it was told to reload.
    [[nodiscard]] const std::optional<Settings>& next() const { return next_; }
    [[nodiscard]] Legacy legacy() const;

private:
    void on_notifications();
    void on_drain_file();
    Pace on_verdict(std::size_t row, const Verdict& verdict);
    void decide(const HealthInput& input);
    [[nodiscard]] bool wants_hold() const;
    void arm_wake_up();
    void reload();
    void withdraw_removed();
    void end(OnExit how);
    void finish();

    Settings settings_;
    std::function<Settings()> read_again_;
    std::optional<Settings> next_{};
    Log log_;
    EventLoop loop_;
    NetlinkMonitor monitor_; // before the announcement: subscribe first, then look
    Announcement announcement_;
    Health health_;
    DrainFile drain_file_;
    Prober prober_;
    Cover cover_;
    Observers observers_;
    EventLoop::Source wake_up_;
    EventLoop::Source last_second_;
    Time announced_until_{};   ///< an address was there then
    bool ending_ = false;      ///< withdrawing, and then the end
    bool finished_ = false;    ///< withdrawn, and held for long enough
    bool left_behind_ = false; ///< withdrawn it should be, and is not
};

} // namespace anyward
