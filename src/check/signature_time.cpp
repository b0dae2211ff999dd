#include "anyward/check/signature_time.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace anyward {

std::string untimely(std::uint32_t inception, std::uint32_t expiration, Duration wanted, std::time_t now) {
    const auto from_now = [now](std::uint32_t time) {
        return static_cast<std::int32_t>(time - static_cast<std::uint32_t>(now));
    };
    const auto moment = [now](std::int32_t away) {
        return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(now + away));
    };
    const auto begins = from_now(inception);
    const auto ends = from_now(expiration);
    if (begins > 0) {
        return fmt::format("is not valid before {}", moment(begins));
    }
    if (ends <= 0) {
        return fmt::format("expired at {}", moment(ends));
    }
    if (std::chrono::seconds(ends) < wanted) {
        return fmt::format("expires at {}, wanted valid for {} yet", moment(ends), format_duration(wanted));
    }
    return {};
}

} // namespace anyward
