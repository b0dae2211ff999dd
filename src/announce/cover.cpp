#include "anyward/announce/cover.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace anyward {

namespace {

// The other nodes' route comes after our withdrawal, by way of the routers.
constexpr Duration time_to_appear = std::chrono::seconds(5);
constexpr Duration pause = std::chrono::milliseconds(20); // changes come together, and others want their turn
constexpr std::size_t most_at_a_time = 32;

} // namespace

Cover::Cover(EventLoop& loop, const Log& log, const std::vector<IpAddress>& addresses)
    : log_(log), look_(loop.timer([this] { look(); })), grace_(loop.timer([this] { say_uncovered(); })) {
    for (const auto& address : addresses) {
        next_hops_.emplace(address, std::nullopt);
    }
}

void Cover::follow(bool withdrawn) {
    if (std::exchange(withdrawn_, withdrawn) == withdrawn) {
        return;
    }
    grace_.disarm();
    look_.disarm();
    to_look_at_.clear();
    uncovered_ = Uncovered::no;
    if (withdrawn_) {
        look_at_all();
    }
}

void Cover::on_changes(const KernelChanges& changes) {
    if (!withdrawn_) {
        return;
    }
    if (changes.missed || changes.own) { // an interface that goes takes its routes along without a word
        look_at_all();
        return;
    }
    for (const auto& address : changes.routes) {
        if (next_hops_.contains(address)) {
            to_look_at_.insert(address);
            look_.arm(EventLoop::now() + pause);
        }
    }
}

void Cover::look_at_all() {
    for (auto& [address, next_hop] : next_hops_) {
        to_look_at_.insert(address);
    }
    look_.arm(EventLoop::now() + pause);
}

/// At a few at a time: with many addresses and interfaces that takes long, and there are probes to be read.
void Cover::look() {
    std::vector<IpAddress> few;
    while (!to_look_at_.empty() && few.size() < most_at_a_time) {
        few.push_back(to_look_at_.extract(to_look_at_.begin()).value());
    }
    const auto found = lookup_.elsewhere(few);
    for (std::size_t i = 0; i < few.size(); ++i) {
        next_hops_[few[i]] = found[i];
    }
    if (to_look_at_.empty()) {
        judge();
    } else {
        look_.arm(EventLoop::now() + pause);
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
