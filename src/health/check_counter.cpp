#include "anyward/health/check_counter.hpp"

#include <algorithm>

namespace anyward {

namespace {

// A refusal, confirmed once, is certain: the kernel itself says that no socket is there.
constexpr unsigned refusals_to_fail = 2;
// Of a check that is only assumed to pass, one confirmation is enough.
constexpr unsigned failures_to_end_assumption = 2;

} // namespace

void CheckCounter::pass() {
    proven_ = true;
    refused_in_a_row_ = 0;
    ++passes_in_a_row_;
    remember(true);
    if (!passing_ && passes_in_a_row_ >= thresholds_.rise) {
        passing_ = true;
        window_.clear(); // the failures that are over must not fail it again
    }
}

bool CheckCounter::fail(VerdictKind kind) {
    passes_in_a_row_ = 0;
    refused_in_a_row_ = kind == VerdictKind::refused ? refused_in_a_row_ + 1 : 0;
    remember(false);
    const unsigned enough = proven_ ? thresholds_.fall : std::min(thresholds_.fall, failures_to_end_assumption);
    if (!passing_ || (failures() < enough && refused_in_a_row_ < refusals_to_fail)) {
        return false;
    }
    passing_ = false;
    return true;
}

void CheckCounter::reset() {
    passing_ = false;
    passes_in_a_row_ = 0;
}

void CheckCounter::remember(bool passed) {
    window_.push_back(passed);
    if (window_.size() > thresholds_.window) {
        window_.pop_front();
    }
}

unsigned CheckCounter::failures() const {
    return static_cast<unsigned>(std::ranges::count(window_, false));
}

Pace CheckCounter::pace() const {
    if (!passing_) {
        const bool recovering = passes_in_a_row_ > 0 || window_.empty();
        return recovering ? Pace::fast : Pace::steady;
    }
    const bool just_failed = !window_.empty() && !window_.back();
    if (!just_failed) {
        return Pace::steady;
    }
    return refused_in_a_row_ > 0 || !proven_ ? Pace::at_once : Pace::fast;
}

} // namespace anyward
