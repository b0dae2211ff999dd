#pragma once

#include "anyward/base/time.hpp"
#include "anyward/health/input.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// After an announcement: which service addresses have not answered yet, and until when they may take. Not under way
/// before the first start().
class Settling {
public:
    /// What was heard last of an address that has not answered.
    struct Unanswered {
        std::size_t address;
        VerdictKind kind;
        std::string detail;
    };

    /// @param addresses how many have to answer; with none there is nothing to wait for
    void start(std::size_t addresses, Time until);
    void stop() { until_.reset(); }
    /// Ends by itself with the last address that has answered.
    void add(const SettleVerdict& verdict);

    [[nodiscard]] bool under_way() const { return until_.has_value(); }
    [[nodiscard]] std::optional<Time> until() const { return until_; }
    /// In the order of the addresses; empty where it is not under way.
    [[nodiscard]] std::vector<std::size_t> unanswered() const;
    /// The first of them. Only while it is under way.
    [[nodiscard]] const Unanswered& first_unanswered() const { return unanswered_.front(); }

private:
    std::optional<Time> until_;
    std::vector<Unanswered> unanswered_;
};

} // namespace anyward
