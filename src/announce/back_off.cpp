#include "anyward/announce/back_off.hpp"

#include <algorithm>

namespace anyward {

namespace {

using namespace std::chrono_literals;

constexpr Duration shortest_second = 1s;
constexpr Duration longest = 30s;
constexpr Duration quiet_time = 60s;

} // namespace

void BackOff::fail(Time now, Duration first) {
    const bool was_quiet = !until_ || now - *until_ > quiet_time;
    delay_ = was_quiet ? first : std::clamp(delay_ * 2, shortest_second, longest);
    until_ = now + delay_;
}

} // namespace anyward
