#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/check/check.hpp"
#include "anyward/probe/command_probe.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace anyward {

/// The program of --on-change: run for each change, one after the other, in order, as the program of a check is.
class OnChange {
public:
    /// @param longest_run after which a run is killed
    OnChange(EventLoop& loop, const Log& log, Program program, Duration longest_run = std::chrono::seconds(30));

    /// @param environment as start_process() takes it
    void run(std::vector<std::string> environment);

private:
    void start_next();
    void on_end(const Verdict& verdict);

    EventLoop& loop_;
    const Log& log_;
    Program program_;
    Duration longest_run_;
    std::deque<std::vector<std::string>> waiting_; ///< the first is running
    std::unique_ptr<CommandProbe> running_;
};

} // namespace anyward
