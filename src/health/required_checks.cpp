#include "anyward/health/required_checks.hpp"

#include <algorithm>
#include <map>

namespace anyward {

RequiredChecks::RequiredChecks(const HealthRules& rules)
    : rules_(rules.checks), require_(rules.require),
      counters_(rules.checks.size(), CheckCounter({.rise = rules.rise, .fall = rules.fall, .window = rules.window})) {
    for (std::size_t i = 0; i < counters_.size(); ++i) {
        if (rules_[i].role == Role::soft) {
            counters_[i].assume_passing();
        }
    }
}

bool RequiredChecks::enough(bool (CheckCounter::*quality)() const) const {
    std::map<std::size_t, bool> hard; // by group, whether all of it has the quality
    for (std::size_t i = 0; i < counters_.size(); ++i) {
        const bool has = (counters_[i].*quality)();
        const auto& rule = rules_[i];
        if (rule.role == Role::liveness && !has) {
            return false;
        }
        if (rule.role == Role::hard) {
            auto [group, is_new] = hard.try_emplace(rule.group, has);
            group->second = group->second && has;
        }
    }
    const auto having = std::ranges::count(hard, true, &std::pair<const std::size_t, bool>::second);
    return static_cast<std::size_t>(having) >= std::min<std::size_t>(require_.value_or(hard.size()), hard.size());
}

bool RequiredChecks::soft_ones_pass() const {
    for (std::size_t i = 0; i < counters_.size(); ++i) {
        if (rules_[i].role == Role::soft && !counters_[i].passing()) {
            return false;
        }
    }
    return true;
}

void RequiredChecks::assume_all_pass() {
    for (auto& counter : counters_) {
        counter.assume_passing();
    }
}

void RequiredChecks::for_each_required(const std::function<void(std::size_t)>& change) {
    for (std::size_t i = 0; i < counters_.size(); ++i) {
        if (rules_[i].role != Role::soft) {
            change(i);
        }
    }
}

void RequiredChecks::end_assumption() {
    for_each_required([this](std::size_t i) { counters_[i].end_assumption(); });
}

void RequiredChecks::reset() {
    for_each_required([this](std::size_t i) { counters_[i].reset(); });
}

void RequiredChecks::reset_of_service_address() {
    for_each_required([this](std::size_t i) {
        if (rules_[i].asks_service_address) {
            counters_[i].reset();
        }
    });
}

} // namespace anyward
