#include "anyward/announce/announcement.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <system_error>
#include <utility>

namespace anyward {

namespace {

using namespace std::chrono_literals;

constexpr Duration first_retry = 100ms;
constexpr Duration second_restoration = 1s;
constexpr Duration longest_delay = 30s;
constexpr Duration quiet_time = 60s;
constexpr Duration granularity = 1s; // of the kernel's lifetimes

std::string prefix(const IpAddress& address) {
    return fmt::format("{}/{}", address.to_string(), address.bits());
}

std::string interface_name(unsigned index) {
    std::array<char, IF_NAMESIZE> name{};
    return if_indextoname(index, name.data()) == nullptr ? fmt::format("interface {}", index) : name.data();
}

std::string describe(const Change& change) {
    struct Describe {
        std::string operator()(const AddAddress& c) const {
            return fmt::format("add {} to {}", prefix(c.address), interface_name(c.interface_index));
        }
        std::string operator()(const RenewAddress& c) const {
            return fmt::format("give {} on {} {}", prefix(c.address), interface_name(c.interface_index),
                               c.valid == for_ever ? "no end" : fmt::format("a lease of {}", format_duration(c.valid)));
        }
        std::string operator()(const DeleteAddress& c) const {
            return fmt::format("delete {} from {}", prefix(c.address), interface_name(c.interface_index));
        }
        std::string operator()(const DeletePrefixRoute& c) const {
            return fmt::format("delete the prefix route of {}", prefix(c.address));
        }
        std::string operator()(const AddHold& c) const {
            return fmt::format("add the hold route for {}", prefix(c.address));
        }
        std::string operator()(const DeleteHold& c) const {
            return fmt::format("delete the hold route for {}", prefix(c.address));
        }
    };
    return std::visit(Describe{}, change);
}

} // namespace

void Announcement::BackOff::fail(Time now, Duration first) {
    const bool was_quiet = !until || now - *until > quiet_time;
    delay = was_quiet ? first : std::clamp(delay * 2, second_restoration, longest_delay);
    until = now + delay;
}

Announcement::Announcement(const Log& log, Plan plan)
    : log_(log), plan_(std::move(plan)), presence_(plan_.addresses.size()) {
    for (std::size_t i = 0; i < plan_.addresses.size(); ++i) {
        positions_.emplace(plan_.addresses[i], i);
    }
    if (plan_.metric_before) {
        goal_ = Goal{Wanted::as_found, *plan_.metric_before};
    }
}

std::vector<HealthInput> Announcement::begin(Time now) {
    if (!plan_.dry_run && !netlink_.may_change()) {
        throw std::runtime_error("not allowed to change addresses here: anyward run needs CAP_NET_ADMIN (start it as "
                                 "root or through its unit, or try --dry-run)");
    }
    look(now);
    was_announced_ = all_announced();
    if (interface_index_ == 0) {
        return {InterfaceGone{plan_.interface}};
    }
    return any_announced() ? std::vector<HealthInput>{Adopted{}} : std::vector<HealthInput>{};
}

std::vector<HealthInput> Announcement::reconcile(const Goal& goal, Time now) {
    std::vector<HealthInput> news;
    const auto before = std::exchange(goal_, goal);
    metric_changed_ = metric_changed_ || (before && before->metric != goal.metric);
    if (!before || before->wanted != goal.wanted || before->metric != goal.metric) {
        back_off_ = {};
    }
    try {
        if (!looked_) {
            look_again(now, news);
        }
        if (back_off_.over(now)) {
            bring_about(now, news);
        }
        unfinished_ = !difference(now).empty();
        if (!unfinished_) {
            errors_.clear();
        }
    } catch (const std::runtime_error& error) {
        refused(error.what(), now);
    }
    const bool announced = all_announced();
    if (announced && !std::exchange(was_announced_, announced) && goal.wanted == Wanted::announced) {
        news.emplace_back(Announced{});
    }
    was_announced_ = announced;
    return news;
}

/// The kernel did not take a request at all, or gave no answer: nobody knows what came of it.
void Announcement::refused(const std::string& why, Time now) {
    looked_ = false;
    unfinished_ = true;
    if (back_off_.over(now)) {
        back_off_.fail(now, first_retry);
    }
    say_new(errors_, {{LogLevel::error, why + "; trying again"}});
}

void Announcement::look_again(Time now, std::vector<HealthInput>& news) {
    const auto index_before = interface_index_;
    const auto presence_before = presence_;
    if (netlink_.index_of(plan_.interface) != interface_index_) {
        leave_interface();
    }
    look(now);
    hear_of_changes(index_before, presence_before, now, news);
}

void Announcement::bring_about(Time now, std::vector<HealthInput>& news) {
    const auto is_renewal = [](const Change& change) { return std::holds_alternative<RenewAddress>(change); };
    auto changes = difference(now);
    if (goal_->wanted != Wanted::withdrawn && std::ranges::any_of(changes, is_renewal)) {
        // The kernel would add an address that somebody has deleted a moment ago, and nobody would hear of it.
        look_again(now, news);
        changes = difference(now);
    }
    const auto is_expiry = [](const HealthInput& input) { return std::holds_alternative<LeaseExpired>(input); };
    if (changes.empty() || std::ranges::any_of(news, is_expiry)) {
        return; // what has expired is not put back before the policy has heard of it
    }
    const auto is_deletion = [](const Change& change) { return std::holds_alternative<DeleteAddress>(change); };
    if (std::ranges::any_of(changes, is_deletion)) {
        was_announced_ = false; // also for another metric: BIND drops its listener, so it has to settle anew
    }
    apply(changes, now);
}

/// Another interface has the name now, or none. Where ours was only renamed, routing daemons would go on announcing
/// what it has; where it is gone, the kernel's refusals are no news.
void Announcement::leave_interface() {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < presence_.size(); ++i) {
        if (presence_[i].announced) {
            add_deletion(plan_.addresses[i], presence_[i], changes);
        }
    }
    if (!plan_.dry_run && !changes.empty()) {
        netlink_.apply(changes);
    }
}

void Announcement::hear_of_changes(unsigned index_before, const std::vector<Presence>& before, Time now,
                                   std::vector<HealthInput>& news) {
    if (index_before != interface_index_) {
        was_announced_ = false;
        if (index_before != 0) {
            news.emplace_back(InterfaceGone{plan_.interface});
        }
        if (interface_index_ != 0) {
            news.emplace_back(InterfaceBack{});
        }
        return;
    }
    if (goal_->wanted == Wanted::withdrawn) {
        return;
    }
    std::size_t gone = 0;
    std::size_t expired = 0;
    for (std::size_t i = 0; i < presence_.size(); ++i) {
        if (before[i].announced && !presence_[i].announced) {
            ++gone;
            expired += now + granularity >= before[i].expires.value_or(Time::max()) ? 1 : 0;
        }
    }
    if (gone == 0) {
        return;
    }
    was_announced_ = false;
    if (expired > 0) {
        news.emplace_back(LeaseExpired{});
        return;
    }
    back_off_.fail(now, 0s);
    log_.warning("somebody deleted {} of the {} announced from {}; {}", gone, plan_.addresses.size(), plan_.interface,
                 goal_->wanted == Wanted::as_found
                     ? "nothing vouches for it yet"
                     : fmt::format("putting it back in {}", format_duration(back_off_.delay)));
    news.emplace_back(AddressGone{});
}

void Announcement::look(Time now) {
    Lines complaints;
    const auto index = netlink_.index_of(plan_.interface);
    const auto found = netlink_.addresses();
    const auto holds = netlink_.holds();
    interface_index_ = index;
    presence_.assign(presence_.size(), {});
    for (const auto& hold : holds) {
        if (const auto ours = positions_.find(hold); ours != positions_.end()) {
            presence_[ours->second].held = true;
        }
    }
    for (const auto& one : found) {
        const auto ours = positions_.find(one.address);
        if (ours == positions_.end()) {
            continue;
        }
        if (is_exact(one, interface_index_)) {
            auto& presence = presence_[ours->second];
            presence.announced = true;
            presence.metric = one.metric;
            presence.flags = one.flags;
            presence.expires = one.valid == for_ever ? std::nullopt : std::optional(now + one.valid);
            look_at(one, complaints);
        } else {
            complaints.emplace(
                LogLevel::error,
                fmt::format("{}/{} is on {}, put there by somebody else: routing daemons go on announcing "
                            "it whatever happens here; delete it there",
                            one.address.to_string(), one.prefix_length, interface_name(one.interface_index)));
        }
    }
    say_new(complaints_, std::move(complaints));
    looked_ = true;
}

void Announcement::look_at(const InterfaceAddress& found, Lines& complaints) const {
    const auto& wanted_label = plan_.label.empty() ? plan_.interface : plan_.label;
    const auto note = [&](const std::string& what) {
        complaints.emplace(LogLevel::warning, fmt::format("{} is on {} with {}; taken as it is", prefix(found.address),
                                                          plan_.interface, what));
    };
    if (found.address.family() == AF_INET && found.label != wanted_label) {
        note(fmt::format("label {}, not {}", found.label, wanted_label));
    }
    if (found.scope != RT_SCOPE_UNIVERSE) {
        note(fmt::format("scope {}, not global", found.scope));
    }
    if (!metric_changed_ && found.metric != (goal_ ? goal_->metric : plan_.metric)) {
        note(fmt::format("metric {}", found.metric));
    }
}

std::vector<Change> Announcement::difference(Time now) const {
    std::vector<Change> changes;
    for (std::size_t i = 0; i < presence_.size(); ++i) {
        if (plan_.hold && !presence_[i].held) {
            changes.emplace_back(AddHold{plan_.addresses[i]});
        }
    }
    for (std::size_t i = 0; i < presence_.size() && interface_index_ != 0; ++i) {
        add_changes(plan_.addresses[i], presence_[i], now, changes);
    }
    for (std::size_t i = 0; i < presence_.size(); ++i) {
        if (!plan_.hold && presence_[i].held) {
            changes.emplace_back(DeleteHold{plan_.addresses[i]});
        }
    }
    // For each IPv6 address that it deletes, the kernel walks all routes (fib6_remove_prefsrc()), so these go first.
    std::stable_partition(changes.begin(), changes.end(),
                          [](const Change& change) { return std::holds_alternative<DeletePrefixRoute>(change); });
    return changes;
}

/// The kernel deletes an IPv6 address's prefix route along with the address only where that has no lease
/// (ipv6_del_addr()).
void Announcement::add_deletion(const IpAddress& address, const Presence& presence,
                                std::vector<Change>& changes) const {
    if (address.family() == AF_INET6) {
        changes.emplace_back(DeletePrefixRoute{interface_index_, address, presence.metric});
    }
    changes.emplace_back(DeleteAddress{interface_index_, address});
}

/// Of one address on the interface.
void Announcement::add_changes(const IpAddress& address, const Presence& presence, Time now,
                               std::vector<Change>& changes) const {
    if (goal_->wanted == Wanted::withdrawn) {
        if (presence.announced) {
            add_deletion(address, presence, changes);
        }
        return;
    }
    const bool may_add = goal_->wanted == Wanted::announced;
    const bool other_metric = may_add && metric_changed_ && presence.announced && presence.metric != goal_->metric;
    if (other_metric) {
        // The kernel would take a new metric for an address that stays, but FRR ignores that. Deletion and
        // addition in one batch reach the router as one update.
        add_deletion(address, presence, changes);
    }
    if (may_add && (!presence.announced || other_metric)) {
        changes.emplace_back(AddAddress{interface_index_, address, address.family() == AF_INET ? plan_.label : "",
                                        goal_->metric, lifetime(plan_.lease, goal_->evidence.value_or(now), now)});
    } else if (presence.announced) {
        if (const auto valid = renewal(plan_.lease, presence.expires, goal_->evidence, now)) {
            changes.emplace_back(RenewAddress{interface_index_, address, presence.metric, presence.flags, *valid});
        }
    }
}

void Announcement::apply(const std::vector<Change>& changes, Time now) {
    Lines errors;
    if (plan_.dry_run) {
        for (const auto& change : changes) {
            errors.emplace(LogLevel::info, fmt::format("dry run: would {}", describe(change)));
        }
        say_new(errors_, std::move(errors));
        return;
    }
    const auto outcomes = netlink_.apply(changes);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (log_.debugs()) {
            log_.debug("{}: {}", describe(changes[i]), outcomes[i].error == 0 ? "done" : outcomes[i].text);
        }
        if (outcomes[i].error != 0) {
            errors.emplace(LogLevel::error, fmt::format("cannot {}: {}", describe(changes[i]), outcomes[i].text));
        }
    }
    look(now);
    // EEXIST on an addition and EADDRNOTAVAIL on a deletion are no errors where the kernel now shows what is
    // wanted; so only what it shows counts.
    if (!difference(now).empty()) {
        if (errors.empty()) {
            errors.emplace(LogLevel::warning,
                           fmt::format("somebody undoes at once what is done to the addresses of {}; trying again less "
                                       "and less often",
                                       plan_.interface));
        }
        back_off_.fail(now, first_retry);
        say_new(errors_, std::move(errors));
    }
}

void Announcement::say_new(Lines& said, Lines now) const {
    for (const auto& line : now) {
        if (!said.contains(line)) {
            log_.write(line.first, line.second);
        }
    }
    said = std::move(now);
}

std::optional<Time> Announcement::retry_at() const {
    return unfinished_ && !plan_.dry_run ? std::optional(back_off_.until.value_or(Time{})) : std::nullopt;
}

bool Announcement::any_announced() const {
    return std::ranges::any_of(presence_, &Presence::announced);
}

bool Announcement::all_announced() const {
    return std::ranges::all_of(presence_, &Presence::announced);
}

bool Announcement::any_held() const {
    return std::ranges::any_of(presence_, &Presence::held);
}

} // namespace anyward
