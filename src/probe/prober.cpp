#include "anyward/probe/prober.hpp"

#include "anyward/probe/check_runner.hpp"
#include "anyward/probe/probe_plan.hpp"
#include "anyward/probe/tripwire.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace anyward {

namespace {

// Beyond a probe's own times: a busy machine, and a program that must be killed first.
constexpr Duration tolerance = std::chrono::seconds(2);

} // namespace

/// One check asked of one server.
struct Prober::Row {
    const Check* check;                 ///< in the settings
    std::optional<std::size_t> address; ///< the service address that it asks, by its place in the settings
    Role role;
    std::string name; ///< how logs name it
    Duration longest; ///< from one verdict to the next, when all is well with this process
    std::unique_ptr<CheckRunner> runner{};
    std::unique_ptr<Tripwire> tripwire{}; ///< on the first of the rows that ask a server
    ProbeRecord record{};
    Time last_verdict{}; ///< or the start
};

/// Asks one service address whether it has settled.
struct Prober::Settler {
    std::unique_ptr<CheckRunner> runner;
    bool running = false;
};

Prober::Prober(EventLoop& loop, const Settings& settings, const Log& log, Events events)
    : loop_(loop), settings_(settings), log_(log), events_(std::move(events)) {
    add_rows();
    add_settlers();
    if (settings_.tripwire) {
        add_tripwires();
    }
}

Prober::~Prober() = default;

void Prober::add_rows() {
    for (auto& probe : plan_probes(settings_)) {
        const auto index = rows_.size();
        rows_.push_back({.check = probe.check,
                         .address = probe.address,
                         .role = probe.role,
                         .name = probe.name(),
                         .longest = probe.timing.interval + 2 * probe.timing.timeout + tolerance,
                         .last_verdict = EventLoop::now()});
        rows_.back().runner =
            std::make_unique<CheckRunner>(loop_, *probe.check, std::move(probe.server), probe.timing,
                                          [this, index](const Verdict& verdict) { return on_verdict(index, verdict); });
    }
}

void Prober::add_tripwires() {
    std::vector<Endpoint> seen;
    for (auto& row : rows_) {
        const auto& server = row.runner->server().about();
        if (server && std::ranges::find(seen, *server) == seen.end()) {
            seen.push_back(*server);
            add_tripwire(row);
        }
    }
}

void Prober::add_tripwire(Row& row) {
    auto* runner = row.runner.get();
    row.tripwire = std::make_unique<Tripwire>(
        loop_, settings_.interval,
        Tripwire::Events{.on_trip =
                             [this, runner] {
                                 log_.debug("the TCP connection to {} ended; asking at once",
                                            runner->server().about()->to_string());
                                 runner->confirm();
                             },
                         .on_no_tcp =
                             [this](const std::string& detail) {
                                 log_.info("no TCP connection to hold ({}): a server that dies is noticed at the next "
                                           "probe",
                                           detail);
                             }});
}

void Prober::add_settlers() {
    for (auto& probe : plan_settling(settings_)) {
        const auto index = settlers_.size();
        auto timing = probe.timing;
        timing.interval = timing.fast_interval;
        settlers_.push_back({std::make_unique<CheckRunner>(loop_, *probe.check, std::move(probe.server), timing,
                                                           [this, index](const Verdict& verdict) {
                                                               events_.on_settling(index, verdict);
                                                               return Pace::steady;
                                                           })});
    }
}

void Prober::start() {
    for (auto& row : rows_) {
        row.last_verdict = EventLoop::now();
        row.runner->start(Pace::fast);
    }
}

void Prober::stop() {
    stopped_ = true;
    for (auto& row : rows_) {
        row.runner->stop();
        row.tripwire.reset();
    }
    for (auto& settler : settlers_) {
        settler.runner->stop();
    }
}

Pace Prober::on_verdict(std::size_t index, const Verdict& verdict) {
    auto& row = rows_[index];
    row.record.add(verdict, std::chrono::system_clock::now());
    row.last_verdict = EventLoop::now();
    return events_.on_verdict(index, verdict);
}

void Prober::set_situation(const Situation& situation) {
    if (stopped_) {
        return;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        auto& row = rows_[i];
        if (row.address) {
            row.runner->set_loopback_counts(!situation.loopback_ignored.contains(i));
            row.runner->set_presence(situation.presence[*row.address]);
        }
    }
    update_settlers(situation);
    update_tripwires(situation);
}

void Prober::update_settlers(const Situation& situation) {
    for (std::size_t i = 0; i < settlers_.size(); ++i) {
        auto& settler = settlers_[i];
        const bool due = std::ranges::find(situation.unsettled, i) != situation.unsettled.end();
        if (due && !settler.running) {
            settler.runner->set_presence(situation.presence[i]);
            settler.runner->start(Pace::steady);
        } else if (!due && settler.running) {
            settler.runner->stop();
        }
        settler.running = due;
    }
}

void Prober::update_tripwires(const Situation& situation) {
    const bool held = situation.serving && situation.unsettled.empty();
    for (auto& row : rows_) {
        if (row.tripwire) {
            row.tripwire->set_target(held ? std::optional(row.runner->server().target()) : std::nullopt);
        }
    }
}

std::size_t Prober::row_count() const {
    return rows_.size();
}

ProbeReport Prober::report(std::size_t index) const {
    const auto& row = rows_[index];
    const auto target = row.runner->server().target();
    return {.name = row.name,
            .spec = row.check->spec,
            .role = row.role,
            .asked = target ? std::optional(target->server) : std::nullopt,
            .about = row.runner->server().about(),
            .record = row.record};
}

bool Prober::on_schedule(Time now) const {
    return std::ranges::all_of(rows_, [now](const Row& row) { return now - row.last_verdict <= row.longest; });
}

} // namespace anyward
