#include "anyward/announce/cover_monitor.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace anyward {

namespace {

constexpr Duration pause = std::chrono::milliseconds(20); // changes come together, and others want their turn
constexpr std::size_t most_at_a_time = 32;

} // namespace

CoverMonitor::CoverMonitor(EventLoop& loop, const Log& log, const std::vector<IpAddress>& addresses, Duration grace)
    : log_(log), grace_(grace), look_up_timer_(loop.timer([this] { look_up_some(); })),
      grace_timer_(loop.timer([this] { log_uncovered(); })) {
    for (const auto& address : addresses) {
        next_hops_.emplace(address, std::nullopt);
    }
}

void CoverMonitor::set_withdrawn(bool withdrawn) {
    if (std::exchange(withdrawn_, withdrawn) == withdrawn) {
        return;
    }
    grace_timer_.disarm();
    look_up_timer_.disarm();
    to_look_up_.clear();
    warning_ = Warning::none;
    for (auto& [address, next_hop] : next_hops_) {
        next_hop.reset();
    }
    if (withdrawn_) {
        look_up_all_soon();
    }
}

void CoverMonitor::on_changes(const KernelChanges& changes) {
    if (!withdrawn_) {
        return;
    }
    if (changes.missed || changes.own) { // an interface that goes takes its routes along without a word
        look_up_all_soon();
        return;
    }
    for (const auto& address : changes.routes) {
        if (next_hops_.contains(address)) {
            look_up_soon(address);
        }
    }
}

void CoverMonitor::look_up_all_soon() {
    for (const auto& [address, next_hop] : next_hops_) {
        look_up_soon(address);
    }
}

void CoverMonitor::look_up_soon(const IpAddress& address) {
    if (to_look_up_.empty()) { // else it is armed, and stays so: on some hosts changes never end
        look_up_timer_.arm(EventLoop::now() + pause);
    }
    to_look_up_.insert(address);
}

/// At a few at a time: with many addresses and interfaces that takes long, and there are probes to be read.
void CoverMonitor::look_up_some() {
    std::vector<IpAddress> few;
    while (!to_look_up_.empty() && few.size() < most_at_a_time) {
        few.push_back(to_look_up_.extract(to_look_up_.begin()).value());
    }
    const auto found = lookup_.elsewhere(few);
    for (std::size_t i = 0; i < few.size(); ++i) {
        next_hops_[few[i]] = found[i];
    }
    if (to_look_up_.empty()) {
        update_warning();
    } else {
        look_up_timer_.arm(EventLoop::now() + pause);
    }
}

void CoverMonitor::update_warning() {
    const bool covered = std::ranges::all_of(next_hops_, [](const auto& one) { return one.second.has_value(); });
    if (!covered && warning_ == Warning::none) {
        warning_ = Warning::pending;
        grace_timer_.arm(EventLoop::now() + grace_);
    } else if (covered && warning_ != Warning::none) {
        grace_timer_.disarm();
        if (warning_ == Warning::logged) {
            log_.info("somebody else serves now, by way of {}", *next_hops_.begin()->second);
        }
        warning_ = Warning::none;
    }
}

void CoverMonitor::log_uncovered() {
    warning_ = Warning::logged;
    std::string which;
    for (const auto& [address, next_hop] : next_hops_) {
        if (!next_hop) {
            which += fmt::format("{}{}", which.empty() ? "" : " ", address.host_prefix());
        }
    }
    log_.write(LogLevel::warning,
               fmt::format("withdrawn, and nobody else serves {}: no route to it has come from elsewhere", which),
               {.message_id = "0ab0664f21d347d3a3ba04a65955c028", // see contrib/systemd/anyward.catalog
                .fields = {fmt::format("ANYWARD_ADDRESSES={}", which)}});
}

std::optional<std::string> CoverMonitor::next_hop_of(const IpAddress& address) const {
    return next_hops_.at(address);
}

} // namespace anyward
