#pragma once

#include "anyward/base/time.hpp"

#include <optional>

namespace anyward {

/// Waits twice as long with each failure, from a second to half a minute, and forgets them after a minute without.
class BackOff {
public:
    /// @param first how long to wait after the first of the failures; 0: not at all
    void fail(Time now, Duration first);
    [[nodiscard]] bool over(Time now) const { return !until_ || now >= *until_; }
    [[nodiscard]] Duration delay() const { return delay_; } ///< the latest
    [[nodiscard]] std::optional<Time> until() const { return until_; }

private:
    Duration delay_{};
    std::optional<Time> until_; ///< none without a failure
};

} // namespace anyward
