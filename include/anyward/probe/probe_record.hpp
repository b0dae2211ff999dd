#pragma once

#include "anyward/base/time.hpp"
#include "anyward/check/verdict.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace anyward {

/// What has come of a check's probes so far.
struct ProbeRecord {
    struct Brief {
        VerdictKind kind;
        Duration rtt;
    };
    static constexpr std::size_t most_recent = 30; ///< how many `recent` keeps

    std::uint64_t probes = 0;
    std::uint64_t failures = 0;
    Duration total{};         ///< that all of them took together
    unsigned consecutive = 0; ///< how many in a row were as the last one: passes, or failures
    std::optional<Verdict> last;
    WallTime at{};            ///< of the last
    std::deque<Brief> recent; ///< the latest at the end

    void add(const Verdict& verdict, WallTime now);
    /// What came of the one before the last.
    [[nodiscard]] std::optional<VerdictKind> before_last() const;
};

} // namespace anyward
