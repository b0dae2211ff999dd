#pragma once

#include "anyward/announcement.hpp"
#include "anyward/control.hpp"
#include "anyward/cover.hpp"
#include "anyward/drain_file.hpp"
#include "anyward/event_loop.hpp"
#include "anyward/health.hpp"
#include "anyward/history.hpp"
#include "anyward/log.hpp"
#include "anyward/metrics.hpp"
#include "anyward/on_change.hpp"
#include "anyward/prober.hpp"
#include "anyward/settings.hpp"
#include "anyward/status.hpp"
#include "anyward/watchdog.hpp"

#include <optional>
#include <string>

namespace anyward {

/// Those who are told what the daemon does: log, service manager, status socket and its watchers, metrics, --on-change.
class Observers {
public:
    /// What they look at; the parts must outlive them.
    struct Subject {
        const Settings& settings;
        const Health& health;
        const Announcement& announcement;
        const Prober& prober;
        const Cover& cover;
        DrainFile& drain_file; ///< clients drain and undrain
    };

    /// @param listening the status socket; none: there is none
    Observers(EventLoop& loop, const Log& log, const Subject& subject, std::optional<int> listening, History history);

    /// The policy has decided; the kernel does not know yet.
    void on_decision(const Decision& before);
    /// And now it does.
    void on_change(const Decision& before);
    void on_probe(const Prober::Row& row);

    [[nodiscard]] const History& history() const { return history_; }
    [[nodiscard]] Status status() const;

private:
    void log(const Transition& transition) const;

    const Log& log_;
    Subject subject_;
    History history_;
    WallTime since_;        ///< the state is what it is
    std::string addresses_; ///< with their lengths, a blank between them
    std::optional<OnChange> on_change_;
    std::optional<MetricsFile> metrics_;
    std::optional<Control> control_;
    Watchdog watchdog_;
};

} // namespace anyward
