#include "anyward/base/watchdog.hpp"

#include <algorithm>
#include <cstdint>
#include <systemd/sd-daemon.h>
#include <utility>

namespace anyward {

namespace {

constexpr Duration look_again = std::chrono::milliseconds(250); // it may have been a moment's stall

} // namespace

Watchdog::Watchdog(EventLoop& loop, std::function<bool()> is_well)
    : is_well_(std::move(is_well)), again_(loop.timer([this] { feed(); })) {
    std::uint64_t usec = 0;
    if (sd_watchdog_enabled(0, &usec) > 0) {
        interval_ = Duration(usec / 2);
        feed();
    }
}

void Watchdog::feed() {
    const bool is_well = is_well_();
    if (is_well) {
        sd_notify(0, "WATCHDOG=1");
    }
    again_.arm(EventLoop::now() + (is_well ? interval_ : std::min(interval_, look_again)));
}

} // namespace anyward
