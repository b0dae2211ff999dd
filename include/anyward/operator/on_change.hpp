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
    OnChange(EventLoop& loop, const Log& log, Program program);

    /// @param environment as start_process() takes it
    void run(std::vector<std::string> environment);

private:
    void start_next();
    void on_end(const Verdict& verdict);

    EventLoop& loop_;
    const Log& log_;
    Program program_;
    std::deque<std::vector<std::string>> waiting_; ///< the first is running
    std::unique_ptr<CommandProbe> running_;
    EventLoop::Source next_;
};

} // namespace anyward
