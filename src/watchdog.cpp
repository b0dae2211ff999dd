#include "anyward/watchdog.hpp"

#include <cstdint>
#include <systemd/sd-daemon.h>
#include <utility>

namespace anyward {

Watchdog::Watchdog(EventLoop& loop, std::function<bool()> is_well)
    : is_well_(std::move(is_well)), again_(loop.timer([this] { feed(); })) {
    std::uint64_t usec = 0;
    if (sd_watchdog_enabled(0, &usec) > 0) {
        interval_ = Duration(usec / 2);
        feed();
    }
}

void Watchdog::feed() {
    if (is_well_()) {
        sd_notify(0, "WATCHDOG=1");
    }
    again_.arm(EventLoop::now() + interval_);
}

} // namespace anyward
