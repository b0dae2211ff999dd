#include "anyward/config/least_lease.hpp"

#include <algorithm>
#include <variant>
#include <vector>

namespace anyward {

namespace {

using namespace std::chrono_literals;

constexpr Duration shortest = 3s;
// The kernel counts in whole seconds.
constexpr Duration granularity = 1s;

struct Needs {
    Duration evidence; ///< at most so long from one evidence to the next, where it passes
    Duration verdict;  ///< from the first failure to the confirmed one
};

Needs needs(const Check& check, Duration usual_timeout, const Settings& settings) {
    const auto interval = check.interval.value_or(settings.interval);
    const auto timeout = check.timeout.value_or(usual_timeout);
    // Questions overlap; of a program there is one at a time, and each may take its timeout.
    const bool program = std::holds_alternative<Program>(check.what);
    return {.evidence = program ? interval + 2 * timeout : 2 * interval,
            .verdict =
                timeout + settings.health.fall * (settings.fast_interval + (program ? timeout : settings.timeout))};
}

} // namespace

Duration least_lease(const Settings& settings) {
    std::vector<Needs> hard;
    for (const auto& check : settings.checks) {
        hard.push_back(needs(check, settings.check_timeout, settings));
    }
    std::vector<Needs> all = hard;
    Duration evidence{};
    if (settings.liveness) {
        all.push_back(needs(*settings.liveness, settings.timeout, settings));
        evidence = all.back().evidence;
    } else {
        evidence = std::ranges::max_element(hard, {}, &Needs::evidence)->evidence;
    }
    if (!settings.health.require) { // each one passes, so the one that is asked most often will do
        evidence = std::ranges::min_element(all, {}, &Needs::evidence)->evidence;
    }
    return std::max(shortest, granularity + evidence + std::ranges::max_element(all, {}, &Needs::verdict)->verdict);
}

} // namespace anyward
