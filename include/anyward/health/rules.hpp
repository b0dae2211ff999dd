#pragma once

#include "anyward/base/time.hpp"
#include "anyward/check/role.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// What being degraded leads to.
enum class DegradedAction { keep, metric, withdraw };

/// What an operator chooses of the policy; anyward(8) has a paragraph on each.
struct HealthSettings {
    unsigned rise = 0;    ///< passes in a row that bring a check up
    unsigned fall = 0;    ///< failures within the last `window` probes that fail it
    unsigned window = 0;  ///< how many of a check's last probes count
    Duration settle{};    ///< within this every service address must answer after an announcement
    Duration hold_down{}; ///< see HoldDown, as the next two
    Duration hold_down_max{};
    Duration flap_window{};
    /// Without evidence for this long, less a second, the service is withdrawn; none: it never is for that.
    std::optional<Duration> lease{};
    std::optional<unsigned> require{}; ///< how many of the hard checks must pass; none: all
    DegradedAction degraded_action = DegradedAction::keep;
    std::uint32_t metric = 0; ///< of the announced address; 0 is the kernel's own
    std::uint32_t degraded_metric = 0;
    std::optional<std::uint32_t> drain_metric{}; ///< none: withdraw at once
    Duration drain_time{};                       ///< announced with that metric before the withdrawal
};

/// The same, and what it is about.
struct HealthRules : HealthSettings {
    struct Check {
        std::string name;          ///< how reasons name it
        bool asks_service_address; ///< its failures do not count while an announcement settles
        Role role = Role::hard;
        std::size_t group = 0; ///< those of one --check, asked of several servers, pass or fail as one
    };
    std::vector<Check> checks;
    std::vector<std::string> addresses; ///< the service addresses that must settle after an announcement
};

} // namespace anyward
