#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/operator/status.hpp"

#include <functional>
#include <string>

namespace anyward {

/// The status in Prometheus' text format (version 0.0.4), names by its conventions.
std::string metrics_text(const Status& status);

/// Keeps --metrics-file up to date: at each change of state, and every five seconds.
class MetricsFile {
public:
    MetricsFile(EventLoop& loop, const Log& log, std::string path, std::function<Status()> status);
    ~MetricsFile(); ///< removes the file: what it says is no longer so
    MetricsFile(const MetricsFile&) = delete;
    MetricsFile& operator=(const MetricsFile&) = delete;

    /// Soon, and once for all that changes in a moment.
    void changed();

private:
    void write();

    const Log& log_;
    std::string path_;
    std::function<Status()> status_;
    std::string last_error_; ///< why it cannot be written, as the log has it already
    EventLoop::Source next_;
};

} // namespace anyward
