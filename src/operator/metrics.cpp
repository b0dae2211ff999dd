#include "anyward/operator/metrics.hpp"

#include "anyward/base/atomic_file.hpp"
#include "anyward/base/version.hpp"

#include <array>
#include <fmt/format.h>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>
#include <tuple>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

using namespace std::chrono_literals;

constexpr Duration interval = 5s;
constexpr Duration moment = 10ms;

using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// One metric after the other: its head, then a line for each of its labels' values.
class Page {
public:
    explicit Page(std::string_view name) : name_(name) {}

    void metric(std::string_view metric, std::string_view type, std::string_view help) {
        metric_ = metric;
        text_ += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", metric, type, help);
    }

    template <typename Value> void value(Value value, Labels labels = {}, std::string_view suffix = "") {
        text_ += fmt::format("{}{}{{name=\"{}\"", metric_, suffix, escaped(name_));
        for (const auto& [label, content] : labels) {
            text_ += fmt::format(",{}=\"{}\"", label, escaped(content));
        }
        text_ += fmt::format("}} {}\n", value);
    }

    [[nodiscard]] const std::string& text() const { return text_; }

private:
    static std::string escaped(std::string_view value) {
        std::string result;
        for (const char c : value) {
            if (c == '\n') {
                result += "\\n";
                continue;
            }
            if (c == '\\' || c == '"') {
                result += '\\';
            }
            result += c;
        }
        return result;
    }

    std::string_view name_;
    std::string_view metric_;
    std::string text_;
};

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

double timestamp(WallTime time) {
    // A double has room for microseconds, not for the clock's nanoseconds.
    return std::chrono::duration<double>(std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch())
        .count();
}

constexpr std::array states{State::down, State::up, State::degraded, State::draining, State::drained};

void add_service(Page& page, const Status& status) {
    page.metric("anyward_info", "gauge", "Version of the daemon; always 1.");
    page.value(1, {{"version", version}});
    page.metric("anyward_start_time_seconds", "gauge", "When the daemon started.");
    page.value(timestamp(status.started));
    page.metric("anyward_state", "gauge", "1 for the state the service is in, 0 for the others.");
    for (const auto state : states) {
        page.value(status.state == state ? 1 : 0, {{"state", to_string(state)}});
    }
    page.metric("anyward_state_since_timestamp_seconds", "gauge", "When it came to be in that state.");
    page.value(timestamp(status.since));
    page.metric("anyward_serving", "gauge", "Whether the service addresses ought to be announced.");
    page.value(status.serving ? 1 : 0);
    page.metric("anyward_drain_ordered", "gauge", "Whether there is a drain file.");
    page.value(status.drain ? 1 : 0);
    page.metric("anyward_held_down", "gauge", "Whether the way back is being delayed after a withdrawal.");
    page.value(status.hold_down_until ? 1 : 0);
    page.metric("anyward_transitions_total", "counter", "Changes of state, by the state they led to.");
    for (const auto state : states) {
        const auto count = status.transition_counts.find(state);
        page.value(count == status.transition_counts.end() ? 0 : count->second, {{"to", to_string(state)}});
    }
}

void add_addresses(Page& page, const Status& status) {
    const auto each = [&](std::string_view metric, std::string_view help, const auto& value_of) {
        page.metric(metric, "gauge", help);
        for (const auto& address : status.addresses) {
            page.value(value_of(address), {{"address", address.address}, {"interface", address.interface}});
        }
    };
    using Address = Status::Address;
    each("anyward_address_announced", "Whether the service address is on the interface.",
         [](const Address& a) { return a.announced ? 1 : 0; });
    each("anyward_address_settled", "Whether it has answered since it was announced.",
         [](const Address& a) { return a.settled ? 1 : 0; });
    each("anyward_address_held", "Whether its hold route stands.", [](const Address& a) { return a.held ? 1 : 0; });
    each("anyward_address_covered", "Whether somebody else's route to it is seen, while withdrawn.",
         [](const Address& a) { return a.covered_by ? 1 : 0; });
    page.metric("anyward_address_lease_remaining_seconds", "gauge",
                "After this the kernel deletes the announced address.");
    for (const auto& address : status.addresses) {
        if (address.lease_remaining) {
            page.value(seconds(*address.lease_remaining),
                       {{"address", address.address}, {"interface", address.interface}});
        }
    }
}

void add_checks(Page& page, const Status& status) {
    using Identity = std::tuple<std::string_view, Role, std::string_view>;
    const std::string none;
    const auto each = [&](const auto& add) {
        std::set<Identity> seen; // a check may have been given twice
        for (const auto& check : status.checks) {
            const auto& server = check.about ? *check.about : none;
            if (!seen.emplace(check.spec, check.role, server).second) {
                continue;
            }
            add(check, Labels{{"check", check.spec}, {"role", to_string(check.role)}, {"server", server}});
        }
    };
    page.metric("anyward_check_ok", "gauge", "Whether the check passes, as the policy counts.");
    each([&](const Status::Check& check, Labels labels) { page.value(check.ok ? 1 : 0, labels); });
    page.metric("anyward_probes_total", "counter", "Probes with a verdict.");
    each([&](const Status::Check& check, Labels labels) { page.value(check.record.probes, labels); });
    page.metric("anyward_probe_failures_total", "counter", "Failed probes.");
    each([&](const Status::Check& check, Labels labels) { page.value(check.record.failures, labels); });
    page.metric("anyward_probe_duration_seconds", "summary", "From a probe's question to its verdict.");
    each([&](const Status::Check& check, Labels labels) {
        page.value(seconds(check.record.total), labels, "_sum");
        page.value(check.record.probes, labels, "_count");
    });
}

/// Label values are UTF-8, and a program's arguments need not be.
std::string as_utf8(const std::string& text) {
    using nlohmann::json;
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

} // namespace

std::string metrics_text(const Status& status) {
    Page page(status.name);
    add_service(page, status);
    add_addresses(page, status);
    add_checks(page, status);
    return as_utf8(page.text());
}

MetricsFile::MetricsFile(EventLoop& loop, const Log& log, std::string path, std::function<Status()> status)
    : log_(log), path_(std::move(path)), status_(std::move(status)), next_(loop.timer([this] { write(); })) {
    changed();
}

MetricsFile::~MetricsFile() {
    unlink(path_.c_str());
}

void MetricsFile::changed() {
    next_.arm(EventLoop::now() + moment);
}

void MetricsFile::write() {
    next_.arm(EventLoop::now() + interval);
    try {
        write_atomically(path_, metrics_text(status_()));
        last_error_.clear();
    } catch (const std::system_error& error) {
        if (std::exchange(last_error_, error.what()) != error.what()) {
            log_.warning("--metrics-file: {}", error.what());
        }
    }
}

} // namespace anyward
