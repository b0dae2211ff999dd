#pragma once

#include "anyward/base/event_loop.hpp"

#include <functional>

namespace anyward {

/// The service manager's watchdog (WatchdogSec=, sd_watchdog_enabled(3)): fed while all is well with this process. Does
/// nothing where nobody asks for it.
class Watchdog {
public:
    /// @param is_well asked twice within the watchdog's time
    Watchdog(EventLoop& loop, std::function<bool()> is_well);

private:
    void feed();

    std::function<bool()> is_well_;
    Duration interval_{};
    EventLoop::Source again_;
};

} // namespace anyward
