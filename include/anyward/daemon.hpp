#pragma once

#include "anyward/announcement.hpp"
#include "anyward/check_runner.hpp"
#include "anyward/drain_file.hpp"
#include "anyward/event_loop.hpp"
#include "anyward/health.hpp"
#include "anyward/log.hpp"
#include "anyward/netlink.hpp"
#include "anyward/probe_plan.hpp"
#include "anyward/settings.hpp"
#include "anyward/tripwire.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// Verdicts go to the policy, what it wants goes to the kernel, what the kernel says goes back.
class Daemon {
public:
    /// @param metric_before what is announced already was announced with it, and a change of it is wanted; none: it is
    /// taken as it is
    /// @param read_again the settings for a reload; throws where there can be none
    Daemon(Settings settings, std::optional<std::uint32_t> metric_before, std::function<Settings()> read_again);

    /// Runs until a signal ends it. @return the exit status
    /// @throws std::runtime_error when it cannot start (no CAP_NET_ADMIN, no sockets)
    int run();
    /// After run(): the settings to go on with, where it was told to reload.
    [[nodiscard]] const std::optional<Settings>& next() const { return next_; }

private:
    struct Row {
        std::string name;
        std::unique_ptr<CheckRunner> runner;
        std::unique_ptr<Tripwire> tripwire{}; ///< on the first of the rows that ask a server
        std::optional<VerdictKind> last{};
    };
    struct Settler {
        std::unique_ptr<CheckRunner> runner;
        bool running = false;
    };

    void add_rows();
    void add_settlers();
    void add_tripwires();
    void add_tripwire(Row& row);
    void on_drain_file();
    void on_verdict(std::size_t index, const Verdict& verdict);
    void decide(const HealthInput& input);
    [[nodiscard]] bool wants_hold() const;
    void note(const Decision& before);
    void tell_runners();
    void tell_settlers();
    void tell_tripwires();
    void arm_wake_up();
    void stop_probing();
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
    std::vector<Row> rows_;
    std::vector<Settler> settlers_;
    EventLoop::Source wake_up_;
    EventLoop::Source last_second_;
    bool ending_ = false;      ///< withdrawing, and then the end
    bool finished_ = false;    ///< withdrawn, and held for long enough
    bool left_behind_ = false; ///< withdrawn it should be, and is not
};

} // namespace anyward
