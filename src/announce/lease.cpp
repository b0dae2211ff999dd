#include "anyward/announce/lease.hpp"

#include <algorithm>

namespace anyward {

namespace {

// The kernel counts in whole seconds.
constexpr Duration granularity = std::chrono::seconds(1);

} // namespace

Lease Lease::with_spare(Duration length, Duration least) {
    return {.length = length, .step = granularity + (length - least) / 2};
}

Lifetime lifetime(const std::optional<Lease>& lease, Time evidence, Time now) {
    return lease ? std::chrono::floor<Lifetime>(evidence + lease->length - now) : for_ever;
}

std::optional<Lifetime> renewal(const std::optional<Lease>& lease, std::optional<Time> expires,
                                std::optional<Time> evidence, Time now) {
    if (!lease) {
        return evidence && expires ? std::optional(for_ever) : std::nullopt;
    }
    const auto until =
        evidence ? *evidence + lease->length : std::min(expires.value_or(Time::max()), now + lease->length);
    if (expires && until - *expires < lease->step && *expires - until <= granularity) {
        return std::nullopt;
    }
    return lifetime(lease, until - lease->length, now);
}

} // namespace anyward
