#pragma once

#include "anyward/health/check_counter.hpp"
#include "anyward/health/rules.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace anyward {

/// The counters of all checks, and whether enough of them pass: the liveness check, and as many of the hard ones as
/// --require says. What is said of the required checks here is not said of the soft ones.
class RequiredChecks {
public:
    /// Nothing passes yet but the soft checks, which are taken to pass until they fail.
    explicit RequiredChecks(const HealthRules& rules);

    [[nodiscard]] CheckCounter& operator[](std::size_t index) { return counters_[index]; }
    [[nodiscard]] const CheckCounter& operator[](std::size_t index) const { return counters_[index]; }

    [[nodiscard]] bool pass() const { return enough(&CheckCounter::passing); }
    /// Each of those that are needed has passed at least once.
    [[nodiscard]] bool are_proven() const { return enough(&CheckCounter::proven); }
    [[nodiscard]] bool soft_ones_pass() const;

    /// Every check, soft ones too, is taken to pass until it is shown to fail.
    void assume_all_pass();
    /// What has not passed yet does not pass.
    void end_assumption();
    /// They have to rise anew.
    void reset();
    /// The same for those only that ask a service address.
    void reset_of_service_address();

private:
    [[nodiscard]] bool enough(bool (CheckCounter::*quality)() const) const;
    void for_each_required(const std::function<void(std::size_t)>& change);

    std::vector<HealthRules::Check> rules_;
    std::optional<unsigned> require_; ///< how many of the hard ones; none: all
    std::vector<CheckCounter> counters_;
};

} // namespace anyward
