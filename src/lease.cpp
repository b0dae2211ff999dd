#include "anyward/lease.hpp"

#include <algorithm>

namespace anyward {

namespace {

using namespace std::chrono_literals;

constexpr Duration shortest = 3s;
// The kernel counts in whole seconds.
constexpr Duration granularity = 1s;

} // namespace

Duration least_lease(const Settings& settings) {
    // What passes most often is the evidence; what fails latest has to be waited for.
    Duration interval = Duration::max();
    Duration longest_timeout{};
    const auto take = [&](const Check& check, Duration timeout) {
        interval = std::min(interval, check.interval.value_or(settings.interval));
        longest_timeout = std::max(longest_timeout, check.timeout.value_or(timeout));
    };
    if (settings.liveness) {
        take(*settings.liveness, settings.timeout);
    }
    for (const auto& check : settings.checks) {
        take(check, settings.check_timeout);
    }
    return std::max(shortest, granularity + 2 * interval + longest_timeout +
                                  settings.fall * (settings.fast_interval + settings.timeout));
}

std::optional<Lease> lease_from(const Settings& settings) {
    if (!settings.lease) {
        return std::nullopt;
    }
    // Half of what it is longer than it has to be: seldom enough to cost little, and one renewal may fail.
    return Lease{*settings.lease, granularity + (*settings.lease - least_lease(settings)) / 2};
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
