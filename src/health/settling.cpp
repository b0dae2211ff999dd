#include "anyward/health/settling.hpp"

#include "anyward/check/verdict.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace anyward {

void Settling::start(std::size_t addresses, Time until) {
    unanswered_.clear();
    for (std::size_t i = 0; i < addresses; ++i) {
        unanswered_.push_back({i, VerdictKind::timeout, "no answer yet"});
    }
    until_ = addresses == 0 ? std::nullopt : std::optional(until);
}

void Settling::add(const SettleVerdict& verdict) {
    const auto position = std::ranges::find(unanswered_, verdict.address, &Unanswered::address);
    if (!until_ || position == unanswered_.end()) {
        return;
    }
    if (verdict.kind != VerdictKind::ok) {
        position->kind = verdict.kind;
        position->detail = fmt::format("{}: {}", to_string(verdict.kind), verdict.detail);
        return;
    }
    unanswered_.erase(position);
    if (unanswered_.empty()) {
        until_.reset();
    }
}

std::vector<std::size_t> Settling::unanswered() const {
    std::vector<std::size_t> addresses;
    if (until_) {
        for (const auto& one : unanswered_) {
            addresses.push_back(one.address);
        }
    }
    return addresses;
}

} // namespace anyward
