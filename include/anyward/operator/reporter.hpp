#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/decision.hpp"
#include "anyward/health/history.hpp"
#include "anyward/operator/control.hpp"
#include "anyward/operator/metrics.hpp"
#include "anyward/operator/on_change.hpp"
#include "anyward/operator/status.hpp"
#include "anyward/probe/probe_report.hpp"

#include <functional>
#include <optional>
#include <string>

namespace anyward {

/// Tells everybody what the daemon does: log, service manager, watchers of the status socket, metrics, --on-change. It
/// observes only; nothing of what it does comes back.
class Reporter {
public:
    /// @param watchers those of the status socket; null: there is none. They must outlive this, as must the others
    /// @param status what the daemon thinks now, for the metrics
    /// @param history of the daemon before this one, over a reload
    Reporter(EventLoop& loop, const Log& log, const Settings& settings, Control* watchers,
             const std::function<Status()>& status, History history);

    /// The daemon has started, and this is what it makes of what there is; told as a change where the state is another
    /// than the latest of the history.
    void begin(const Decision& now);
    /// The policy has decided, and the kernel knows already. Tells only what is another state or reason than before.
    void report(const Decision& before, const Decision& now);
    /// A check has a new verdict, and what follows from it has been carried out. Logs it where it is another than
    /// before.
    void report_probe(const ProbeReport& probe);

    [[nodiscard]] const History& history() const { return history_; }

private:
    void log(const Transition& transition) const;
    void log(const ProbeReport& probe) const;
    [[nodiscard]] std::vector<std::string> fields(const Transition& transition) const;

    const Log& log_;
    Control* watchers_;
    History history_;
    std::string name_;
    std::string addresses_; ///< with their lengths, a blank between them
    std::optional<OnChange> on_change_;
    std::optional<MetricsFile> metrics_;
};

} // namespace anyward
