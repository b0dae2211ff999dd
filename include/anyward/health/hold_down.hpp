#pragma once

#include "anyward/base/time.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <string>

namespace anyward {

/// How long the way back takes after a withdrawal, so that routers do not damp the prefix: the shortest time, twice as
/// long for each further withdrawal within the flap window, and at most the longest. Where the longest outlasts route
/// flap damping (15 minutes), the second withdrawal takes that long already. A pure value: times are handed in.
class HoldDown {
public:
    struct Rules {
        Duration shortest; ///< 0: none at all
        Duration longest;
        Duration flap_window;
    };
    explicit HoldDown(const Rules& rules) : rules_(rules) {}

    void withdrawn(Time now);
    void forget() { withdrawals_.clear(); }
    /// None without a withdrawal; may have passed.
    [[nodiscard]] std::optional<Time> until() const;
    /// "held down for 20s from the last withdrawal (2 within 30min)"
    [[nodiscard]] std::string description() const;

private:
    [[nodiscard]] Duration length_after(std::size_t withdrawals) const;

    Rules rules_;
    std::deque<Time> withdrawals_; ///< within the flap window of the last one
    Duration length_{};            ///< counted from the last withdrawal
};

} // namespace anyward
