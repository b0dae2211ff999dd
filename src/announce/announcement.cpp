#include "anyward/announce/announcement.hpp"

#include "anyward/kernel/presence.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <variant>

namespace anyward {

namespace {

using namespace std::chrono_literals;

constexpr Duration first_retry = 100ms;
constexpr Duration granularity = 1s; // of the kernel's lifetimes

} // namespace

Announcement::Announcement(const Log& log, Plan plan) : log_(log), plan_(std::move(plan)) {
    sight_.presence.resize(plan_.addresses.size());
}

std::vector<HealthInput> Announcement::begin(Time now) {
    if (!plan_.dry_run && !netlink_.may_change()) {
        throw std::runtime_error("not allowed to change addresses here: anyward run needs CAP_NET_ADMIN (start it as "
                                 "root or through its unit, or try --dry-run)");
    }
    read_kernel(now);
    write_log();
    announced_known_ = all_announced();
    if (sight_.interface_index == 0) {
        return {InterfaceGone{plan_.interface}};
    }
    return any_announced() ? std::vector<HealthInput>{Adopted{}} : std::vector<HealthInput>{};
}

std::vector<HealthInput> Announcement::reconcile(const Goal& goal, Time now) {
    std::vector<HealthInput> news;
    set_goal(goal);
    try {
        if (!up_to_date_) {
            read_changes(now, news);
        }
        if (back_off_.over(now)) {
            send_difference(now, news);
        }
        const bool done = missing_changes(now).empty();
        if (done) {
            errors_.clear();
        }
        retry_at_ = done || plan_.dry_run ? std::nullopt : std::optional(back_off_.until().value_or(Time{}));
    } catch (const std::runtime_error& error) {
        request_failed(error.what(), now);
    }
    const bool announced = all_announced();
    if (announced && !announced_known_ && goal.wanted == Wanted::announced) {
        news.emplace_back(Announced{});
    }
    announced_known_ = announced;
    write_log();
    return news;
}

void Announcement::set_goal(const Goal& goal) {
    if (!goal_ || goal_->wanted != goal.wanted || goal_->metric != goal.metric) {
        back_off_ = {};
    }
    any_metric_ = any_metric_ && goal.metric == plan_.metric;
    goal_ = goal;
}

/// The kernel did not take a request at all, or gave no answer: nobody knows what came of it.
void Announcement::request_failed(const std::string& why, Time now) {
    up_to_date_ = false;
    if (back_off_.over(now)) {
        back_off_.fail(now, first_retry);
    }
    retry_at_ = plan_.dry_run ? std::nullopt : back_off_.until();
    log_new(errors_, {{LogLevel::error, why + "; trying again"}});
}

void Announcement::read_kernel(Time now) {
    const auto index = netlink_.index_of(plan_.interface);
    const auto found = netlink_.addresses();
    const auto holds = netlink_.holds();
    sight_ = {index, presence_of(plan_.addresses, index, found, holds, now)};
    log_new(oddities_, oddities(plan_.addresses, found,
                                {.interface = plan_.interface,
                                 .interface_index = index,
                                 .label = plan_.label,
                                 .metric = any_metric_ ? std::optional(plan_.metric) : std::nullopt}));
    up_to_date_ = true;
}

/// And notices what somebody else has changed since the last time.
void Announcement::read_changes(Time now, std::vector<HealthInput>& news) {
    const auto before = sight_;
    read_kernel_again(now, news);
    if (before.interface_index == sight_.interface_index && goal_->wanted != Wanted::withdrawn) {
        notice_missing(before.presence, now, news);
    }
}

/// And notices that another interface has the name now, or none.
void Announcement::read_kernel_again(Time now, std::vector<HealthInput>& news) {
    const auto before = sight_.interface_index;
    if (netlink_.index_of(plan_.interface) != before) {
        delete_from_renamed(now);
    }
    read_kernel(now);
    if (sight_.interface_index != before) {
        notice_other_interface(before, news);
    }
}

/// Another interface has the name now, or none. Where ours was only renamed, routing daemons would go on announcing
/// what it has, also what was added to it a moment ago; where it is gone, the kernel's refusals are no news.
void Announcement::delete_from_renamed(Time now) {
    const auto index = sight_.interface_index;
    const auto changes =
        deletion(plan_.addresses, {index, presence_of(plan_.addresses, index, netlink_.addresses(), {}, now)});
    if (!plan_.dry_run && !changes.empty()) {
        netlink_.apply(changes);
    }
}

void Announcement::notice_other_interface(unsigned before, std::vector<HealthInput>& news) {
    announced_known_ = false;
    if (before != 0) {
        news.emplace_back(InterfaceGone{plan_.interface});
    }
    if (sight_.interface_index != 0) {
        news.emplace_back(InterfaceBack{});
    }
}

void Announcement::notice_missing(const std::vector<Presence>& before, Time now, std::vector<HealthInput>& news) {
    std::size_t gone = 0;
    std::size_t expired = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i].announced && !sight_.presence[i].announced) {
            ++gone;
            expired += now + granularity >= before[i].expires.value_or(Time::max()) ? 1 : 0;
        }
    }
    if (gone == 0) {
        return;
    }
    announced_known_ = false;
    if (expired > 0) {
        news.emplace_back(LeaseExpired{});
        return;
    }
    back_off_.fail(now, 0s);
    unwritten_.emplace_back(
        LogLevel::warning, fmt::format("somebody deleted {} of the {} announced from {}; {}", gone,
                                       plan_.addresses.size(), plan_.interface,
                                       goal_->wanted == Wanted::as_found
                                           ? "nothing vouches for it yet"
                                           : fmt::format("putting it back in {}", format_duration(back_off_.delay()))));
    news.emplace_back(AddressGone{});
}

std::vector<Change> Announcement::missing_changes(Time now) const {
    return difference(plan_.addresses, plan_.label, sight_, *goal_, any_metric_, now);
}

void Announcement::send_difference(Time now, std::vector<HealthInput>& news) {
    const auto is_renewal = [](const Change& change) { return std::holds_alternative<RenewAddress>(change); };
    auto changes = missing_changes(now);
    if (goal_->wanted != Wanted::withdrawn && std::ranges::any_of(changes, is_renewal)) {
        // The kernel would add an address that somebody has deleted a moment ago, and nobody would hear of it.
        read_changes(now, news);
        changes = missing_changes(now);
    }
    const auto decides = [](const HealthInput& input) {
        return std::holds_alternative<LeaseExpired>(input) || std::holds_alternative<InterfaceGone>(input);
    };
    if (changes.empty() || std::ranges::any_of(news, decides)) {
        return; // what is gone is not put back, or put on another interface, before the policy has heard of it
    }
    const auto is_deletion = [](const Change& change) { return std::holds_alternative<DeleteAddress>(change); };
    if (std::ranges::any_of(changes, is_deletion)) {
        announced_known_ = false; // also for another metric: BIND drops its listener, so it has to settle anew
    }
    send(changes, now, news);
}

void Announcement::send(const std::vector<Change>& changes, Time now, std::vector<HealthInput>& news) {
    LogLines errors;
    if (plan_.dry_run) {
        for (const auto& change : changes) {
            errors.emplace(LogLevel::info, fmt::format("dry run: would {}", describe(change)));
        }
        log_new(errors_, std::move(errors));
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
    const auto index = sight_.interface_index;
    read_kernel_again(now, news);
    if (sight_.interface_index != index) {
        return; // nobody undoes what was done: it was done to another interface
    }
    // EEXIST on an addition and EADDRNOTAVAIL on a deletion are no errors where the kernel now shows what is
    // wanted; so only what it shows counts.
    if (!missing_changes(now).empty()) {
        if (errors.empty()) {
            errors.emplace(LogLevel::warning,
                           fmt::format("somebody undoes at once what is done to the addresses of {}; trying again less "
                                       "and less often",
                                       plan_.interface));
        }
        back_off_.fail(now, first_retry);
        log_new(errors_, std::move(errors));
    }
}

void Announcement::log_new(LogLines& known, LogLines now) {
    std::ranges::set_difference(now, known, std::back_inserter(unwritten_));
    known = std::move(now);
}

void Announcement::write_log() {
    for (const auto& [level, text] : std::exchange(unwritten_, {})) {
        log_.write(level, text);
    }
}

bool Announcement::any_announced() const {
    return std::ranges::any_of(sight_.presence, &Presence::announced);
}

bool Announcement::all_announced() const {
    return std::ranges::all_of(sight_.presence, &Presence::announced);
}

bool Announcement::any_held() const {
    return std::ranges::any_of(sight_.presence, &Presence::held);
}

} // namespace anyward
