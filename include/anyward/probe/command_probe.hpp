#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/probe/probe.hpp"

#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// One run of a check's program. `ok` is exit status 0 within the deadline; past it, and where the probe ends earlier,
/// the whole process group is killed. The last line of the output is in the detail.
class CommandProbe : public Probe {
public:
    /// @param environment as start_process() takes it
    CommandProbe(EventLoop& loop, const Program& program, Duration timeout, OnVerdict on_verdict,
                 const std::vector<std::string>& environment = {});
    ~CommandProbe() override;

    /// A killed process that does not go (waiting for a disk or a file server) takes the place of the next one.
    [[nodiscard]] bool ended() const override { return !pid_; }

private:
    void abandon();
    void kill_group() const;
    bool read_output();
    void on_end(const ProcessEnd& end);
    void on_deadline();
    void conclude(VerdictKind kind, const std::string& how);

    Duration timeout_;
    Time started_;
    std::optional<pid_t> pid_; ///< until it has ended
    bool killed_ = false;
    OwnedFd output_;
    std::string tail_; ///< of the output
    EventLoop::Source readable_;
    EventLoop::Source end_;
    EventLoop::Source deadline_;
};

} // namespace anyward
