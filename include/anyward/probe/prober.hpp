#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/check/pace.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/kernel/presence.hpp"
#include "anyward/probe/probe_report.hpp"

#include <cstddef>
#include <functional>
#include <set>
#include <span>
#include <vector>

namespace anyward {

/// Asks every check of every server that it is asked of, in the order of plan_probes(); holds the tripwires; asks the
/// service addresses after an announcement whether they have settled.
class Prober {
public:
    /// Both come from the event loop, and may call stop() and set_situation().
    struct Events {
        /// A row, by index, has a verdict. @return how soon to ask it again
        std::function<Pace(std::size_t, const Verdict&)> on_verdict;
        /// A service address, by index, has answered a question of whether it has settled, or has not.
        std::function<void(std::size_t, const Verdict&)> on_settling;
    };
    /// What the kernel has and the policy wants; it decides whom to ask.
    struct Situation {
        std::span<const Presence> presence;     ///< of each service address, in the settings' order
        bool serving;                           ///< the service addresses are announced, or ought to be
        std::vector<std::size_t> unsettled;     ///< those that have not answered since the announcement, by index
        std::set<std::size_t> loopback_ignored; ///< rows, by index, for which loopback's good answers do not count
    };

    /// @param settings must outlive this, as must the others
    Prober(EventLoop& loop, const Settings& settings, const Log& log, Events events);
    ~Prober();

    void start();
    void stop();
    /// Asks whom it ought to ask now, holds tripwires only while serving and settled, and asks the unsettled addresses.
    void set_situation(const Situation& situation);

    /// A row is a check asked of a server, as plan_probes() has them.
    [[nodiscard]] std::size_t row_count() const;
    [[nodiscard]] ProbeReport report(std::size_t index) const;
    /// Verdicts, good or bad, come in of every row as they ought to.
    [[nodiscard]] bool on_schedule(Time now) const;

private:
    struct Row;
    struct Settler;

    void add_rows();
    void add_settlers();
    void add_tripwires();
    void add_tripwire(Row& row);
    Pace on_verdict(std::size_t index, const Verdict& verdict);
    void update_settlers(const Situation& situation);
    void update_tripwires(const Situation& situation);

    EventLoop& loop_;
    const Settings& settings_;
    const Log& log_;
    Events events_;
    bool stopped_ = false;
    std::vector<Row> rows_;
    std::vector<Settler> settlers_;
};

} // namespace anyward
