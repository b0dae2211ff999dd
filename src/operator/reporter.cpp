#include "anyward/operator/reporter.hpp"

#include "anyward/base/enum_names.hpp"

#include <fmt/format.h>
#include <systemd/sd-daemon.h>
#include <utility>

namespace anyward {

namespace {

/// Those of contrib/systemd/anyward.catalog.
constexpr auto message_ids = enum_names<State>({{State::down, "9f88e9b9872f4459887d6566ad9c613a"},
                                                {State::up, "bb1c7967c243495a96c6a8f2628c2f68"},
                                                {State::degraded, "892221faaf704bb98652e801a4b3e4c6"},
                                                {State::draining, "01680863a6bf40c09a96961b3860b0d5"},
                                                {State::drained, "38dd0591449c4a19b1fcab5475e32d8f"}});

} // namespace

Reporter::Reporter(EventLoop& loop, const Log& log, const Settings& settings, Control* watchers,
                   const std::function<Status()>& status, History history)
    : log_(log), watchers_(watchers), history_(std::move(history)), name_(settings.name) {
    for (const auto& address : settings.addresses) {
        addresses_ += (addresses_.empty() ? "" : " ") + address.host_prefix();
    }
    if (settings.on_change) {
        on_change_.emplace(loop, log_, *settings.on_change);
    }
    if (!settings.metrics_file.empty()) {
        metrics_.emplace(loop, log_, settings.metrics_file, status);
    }
}

void Reporter::begin(const Decision& now) {
    Decision before;
    before.state = history_.state();
    before.reason.clear(); // so that the log says how it begins
    report(before, now);
}

void Reporter::report(const Decision& before, const Decision& now) {
    if (before.state == now.state && before.reason == now.reason) {
        return;
    }
    const Transition latest{std::chrono::system_clock::now(), before.state, now.state, now.reason};
    log(latest);
    sd_notifyf(0, "STATUS=%s: %s", std::string(to_string(now.state)).c_str(), now.reason.c_str());
    if (watchers_ != nullptr) {
        watchers_->publish([&] { return transition_event(latest, now.wanted != Wanted::withdrawn); });
    }
    if (metrics_) {
        metrics_->changed();
    }
    if (latest.from == latest.to) {
        return;
    }
    history_.add(latest);
    if (on_change_) {
        auto environment = fields(latest);
        environment.push_back(fmt::format("ANYWARD_NAME={}", name_));
        on_change_->run(std::move(environment));
    }
}

void Reporter::log(const Transition& transition) const {
    if (transition.from == transition.to) {
        log_.info("{}: {}", to_string(transition.to), transition.reason);
        return;
    }
    const bool is_bad = transition.to == State::down || transition.to == State::degraded;
    log_.write(is_bad ? LogLevel::warning : LogLevel::info,
               fmt::format("{} -> {}: {}", to_string(transition.from), to_string(transition.to), transition.reason),
               {.message_id = message_ids.of(transition.to), .fields = fields(transition)});
}

/// NAME=VALUE, of an entry in the journal and of the environment of --on-change.
std::vector<std::string> Reporter::fields(const Transition& transition) const {
    return {fmt::format("ANYWARD_STATE={}", to_string(transition.to)),
            fmt::format("ANYWARD_PREVIOUS={}", to_string(transition.from)),
            fmt::format("ANYWARD_REASON={}", transition.reason), fmt::format("ANYWARD_ADDRESSES={}", addresses_)};
}

void Reporter::log(const ProbeReport& probe) const {
    const auto& verdict = *probe.record.last;
    const auto before = probe.record.before_last();
    if (log_.debugs()) {
        log_.debug("{}: {}: {} in {}", probe.name, to_string(verdict.kind), verdict.detail,
                   format_elapsed(verdict.rtt));
    }
    if (before != verdict.kind && verdict.kind != VerdictKind::ok) {
        log_.warning("{}: {}: {}", probe.name, to_string(verdict.kind), verdict.detail);
    } else if (before && before != verdict.kind) {
        log_.info("{}: ok: {}", probe.name, verdict.detail);
    }
}

void Reporter::report_probe(const ProbeReport& probe) {
    log(probe);
    if (watchers_ != nullptr) {
        watchers_->publish([&] {
            const auto server = probe.asked ? std::optional(probe.asked->to_string()) : std::nullopt;
            return probe_event(probe.spec, server, probe.role, probe.record);
        });
    }
}

} // namespace anyward
