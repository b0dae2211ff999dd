#include "anyward/cover.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace anyward {

namespace {

// The other nodes' route comes after our withdrawal, by way of the routers.
constexpr Duration time_to_appear = std::chrono::seconds(5);

} // namespace

Cover::Cover(EventLoop& loop, const Log& log, const std::vector<IpAddress>& addresses)
    : log_(log), grace_(loop.timer([this] { say_uncovered(); })) {
    for (const auto& address : addresses) {
        next_hops_.emplace(address, std::nullopt);
    }
}

void Cover::follow(bool withdrawn) {
    if (std::exchange(withdrawn_, withdrawn) == withdrawn) {
        return;
    }
    grace_.disarm();
    uncovered_ = Uncovered::no;
    if (withdrawn_) {
        look_at_all();
        judge();
    }
}

void Cover::on_changes(const KernelChanges& changes) {
    if (!withdrawn_) {
        return;
    }
    if (changes.missed || changes.own) { // an interface that goes takes its routes along without a word
        look_at_all();
    }
    for (const auto& address : changes.routes) {
        if (const auto ours = next_hops_.find(address); ours != next_hops_.end()) {
            ours->second = lookup_.elsewhere(address);
        }
    }
    judge();
}

void Cover::look_at_all() {
    for (auto& [address, next_hop] : next_hops_) {
        next_hop = lookup_.elsewhere(address);
    }
}

void Cover::judge() {
    const bool covered = std::ranges::all_of(next_hops_, [](const auto& one) { return one.second.has_value(); });
    if (!covered && uncovered_ == Uncovered::no) {
        uncovered_ = Uncovered::not_said;
        grace_.arm(EventLoop::now() + time_to_appear);
    } else if (covered && uncovered_ != Uncovered::no) {
        grace_.disarm();
        if (uncovered_ == Uncovered::said) {
            log_.info("somebody else serves now, by way of {}", *next_hops_.begin()->second);
        }
        uncovered_ = Uncovered::no;
    }
}

void Cover::say_uncovered() {
    uncovered_ = Uncovered::said;
    std::string which;
    for (const auto& [address, next_hop] : next_hops_) {
        if (!next_hop) {
            which += fmt::format("{}{}/{}", which.empty() ? "" : " ", address.to_string(), address.bits());
        }
    }
    log_.write(LogLevel::warning,
               fmt::format("withdrawn, and nobody else serves {}: no route to it has come from elsewhere", which),
               {.message_id = "0ab0664f21d347d3a3ba04a65955c028", // see contrib/systemd/anyward.catalog
                .fields = {fmt::format("ANYWARD_ADDRESSES={}", which)}});
}

std::optional<std::string> Cover::of(const IpAddress& address) const {
    return withdrawn_ ? next_hops_.at(address) : std::nullopt;
}

} // namespace anyward
