#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/health.hpp"
#include "anyward/probe/check_runner.hpp"
#include "anyward/probe/probe_record.hpp"
#include "anyward/probe/server_choice.hpp"
#include "anyward/probe/tripwire.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace anyward {

/// Asks every check of every server that it is asked of, in the order of plan_probes(); holds the tripwires; asks the
/// service addresses after an announcement whether they have settled.
class Prober {
public:
    struct Row {
        const Check* check; ///< in the settings
        Role role;
        std::string name; ///< how reasons and logs name it
        Duration longest; ///< from one verdict to the next, when all is well with this process
        std::unique_ptr<CheckRunner> runner{};
        std::unique_ptr<Tripwire> tripwire{}; ///< on the first of the rows that ask a server
        ProbeRecord record{};
        Time last_verdict{}; ///< or the start
    };
    struct Events {
        /// For the policy, which then calls follow().
        std::function<void(const HealthInput&)> on_input;
        /// A verdict of a row, before the policy has heard of it.
        std::function<void(const Row&)> on_probe;
    };

    /// @param settings must outlive this, as must the others
    Prober(EventLoop& loop, const Settings& settings, const Log& log, const Health& health, Events events);

    void start();
    void stop();
    /// Whom to ask, where to hold a tripwire and whether to ask for settling, as the policy and the kernel have it now.
    /// @param presence of each service address, in the settings' order
    void follow(const std::vector<Presence>& presence);
    void trust_loopback();
    void distrust_loopback();

    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }
    /// Verdicts, good or bad, come in of every row as they ought to.
    [[nodiscard]] bool on_schedule(Time now) const;

private:
    struct Settler {
        std::unique_ptr<CheckRunner> runner;
        bool running = false;
    };

    void add_rows();
    void add_settlers();
    void add_tripwires();
    void add_tripwire(Row& row);
    void on_verdict(std::size_t index, const Verdict& verdict);
    void follow_settling(const std::vector<Presence>& presence);
    void follow_tripwires();

    EventLoop& loop_;
    const Settings& settings_;
    const Log& log_;
    const Health& health_;
    Events events_;
    bool stopped_ = false;
    std::vector<Row> rows_;
    std::vector<Settler> settlers_;
};

} // namespace anyward
