#pragma once

#include "anyward/announce/announcement.hpp"
#include "anyward/announce/cover.hpp"
#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/base/watchdog.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/health/health.hpp"
#include "anyward/health/history.hpp"
#include "anyward/operator/control.hpp"
#include "anyward/operator/drain_file.hpp"
#include "anyward/operator/metrics.hpp"
#include "anyward/operator/on_change.hpp"
#include "anyward/operator/status.hpp"
#include "anyward/probe/prober.hpp"

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

    /// What those of the daemon before this one knew, over a reload.
    struct Memory {
        State state;
        WallTime since;
        History history;
    };

    /// @param listening the status socket; none: there is none
    Observers(EventLoop& loop, const Log& log, const Subject& subject, std::optional<int> listening,
              std::optional<Memory> memory);

    /// The daemon has looked at what there is. What it has decided until then is compared with the memory, or with the
    /// state at a start, and told as one change, if it is one.
    void begin();
    /// The policy has decided; the kernel does not know yet.
    void on_decision(const Decision& before);
    /// And now it does.
    void on_change(const Decision& before);
    void on_probe(const Prober::RowView& row);

    [[nodiscard]] Memory memory() const;
    [[nodiscard]] Status status() const;

private:
    void log(const Transition& transition) const;

    const Log& log_;
    Subject subject_;
    Decision before_; ///< the start: as begin() compares it
    bool begun_ = false;
    History history_;
    WallTime since_;        ///< the state is what it is
    std::string addresses_; ///< with their lengths, a blank between them
    std::optional<OnChange> on_change_;
    std::optional<MetricsFile> metrics_;
    std::optional<Control> control_;
    Watchdog watchdog_;
};

} // namespace anyward
