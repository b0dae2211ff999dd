#pragma once

#include "anyward/check/pace.hpp"
#include "anyward/check/verdict.hpp"

#include <deque>

namespace anyward {

/// Counts the verdicts on one check: it passes after --rise passes in a row, and fails after --fall failures within
/// the last --window probes, or when it is refused twice in a row.
class CheckCounter {
public:
    struct Thresholds {
        unsigned rise;
        unsigned fall;
        unsigned window;
    };
    explicit CheckCounter(const Thresholds& thresholds) : thresholds_(thresholds) {}

    void pass();
    /// @return whether the check fails with this one
    bool fail(VerdictKind kind);
    /// Taken to pass until it is shown to fail. Before its first pass one confirmation of a failure is enough.
    void assume_passing() { passing_ = true; }
    /// Where it has not passed since, it does not pass any more.
    void end_assumption() { passing_ = passing_ && proven_; }
    /// Has to rise anew.
    void reset();

    [[nodiscard]] bool passing() const { return passing_; }
    /// Has passed at least once.
    [[nodiscard]] bool proven() const { return proven_; }
    [[nodiscard]] unsigned failures() const;
    /// How many verdicts are in the window.
    [[nodiscard]] std::size_t seen() const { return window_.size(); }
    [[nodiscard]] Pace pace() const;

private:
    void remember(bool passed);

    Thresholds thresholds_;
    bool passing_ = false;
    bool proven_ = false;
    unsigned passes_in_a_row_ = 0;
    unsigned refused_in_a_row_ = 0;
    std::deque<bool> window_; ///< the last verdicts, true for ok
};

} // namespace anyward
