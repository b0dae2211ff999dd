#include "anyward/health/hold_down.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace anyward {

namespace {

// Routers that damp at the defaults of FRR and Cisco (RFC 2439) suppress a prefix when more than two withdrawals are on
// its account, and forget half of the account in this time. Whoever is announced again only after that stays at two.
constexpr Duration damping_half_life = std::chrono::minutes(15);

} // namespace

void HoldDown::withdrawn(Time now) {
    std::erase_if(withdrawals_, [&](Time when) { return now - when > rules_.flap_window; });
    withdrawals_.push_back(now);
    length_ = length_after(withdrawals_.size());
}

Duration HoldDown::length_after(std::size_t withdrawals) const {
    auto length = std::min(rules_.shortest, rules_.longest);
    for (std::size_t i = 1; i < withdrawals && length < rules_.longest; ++i) {
        length = std::min(length * 2, rules_.longest);
    }
    const bool outlasts_damping = rules_.longest >= damping_half_life && length > Duration::zero();
    return withdrawals > 1 && outlasts_damping ? std::max(length, damping_half_life) : length;
}

std::optional<Time> HoldDown::until() const {
    return withdrawals_.empty() ? std::nullopt : std::optional(withdrawals_.back() + length_);
}

std::string HoldDown::description() const {
    return fmt::format("held down for {} from the last withdrawal ({} within {})", format_duration(length_),
                       withdrawals_.size(), format_duration(rules_.flap_window));
}

} // namespace anyward
