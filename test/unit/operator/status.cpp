// What the daemon tells of itself, and how the client shows it.

#include "anyward/operator/status.hpp"

#include "anyward/command/status_text.hpp"
#include "anyward/operator/metrics.hpp"
#include "describe.hpp"

#include <nlohmann/json.hpp>

using namespace anyward;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

constexpr TextStyle plain{.colour = false, .utf8 = false};

const WallTime then = *parse_time("2026-11-23T10:00:05.250Z");

Status example() {
    Status status{.name = "anyward",
                  .pid = 7,
                  .started = then - 1min,
                  .state = State::down,
                  .serving = false,
                  .since = then,
                  .reason = "check '. SOA': refused",
                  .addresses = {{.address = "192.0.2.53/32",
                                 .interface = "lo",
                                 .announced = false,
                                 .held = true,
                                 .settled = false,
                                 .metric = {},
                                 .lease_remaining = {},
                                 .covered_by = "10.0.0.1"},
                                {.address = "2001:db8::53/128",
                                 .interface = "lo",
                                 .announced = true,
                                 .held = false,
                                 .settled = true,
                                 .metric = 2000,
                                 .lease_remaining = 7999999us,
                                 .covered_by = {}}},
                  .checks = {{.spec = ". SOA",
                              .server = "192.0.2.53#53",
                              .about = "192.0.2.53#53",
                              .role = Role::hard,
                              .ok = false,
                              .failures_in_window = 2,
                              .record = {}},
                             {.spec = "exec:/bin/true",
                              .server = {},
                              .about = {},
                              .role = Role::soft,
                              .ok = true,
                              .failures_in_window = 0,
                              .record = {}}},
                  .drain = Status::Drain{then, {}, "kernel update"},
                  .hold_down_until = then + 10s,
                  .transitions = {{then, State::up, State::down, "check '. SOA': refused"}},
                  .transition_counts = {{State::down, 3}}};
    auto& record = status.checks[0].record;
    record.add({VerdictKind::ok, "NOERROR", 300us}, then);
    record.add({VerdictKind::ok, "NOERROR", 30ms}, then);
    record.add({VerdictKind::refused, "nothing listens \xff", 1ms}, then);
    return status;
}

} // namespace

TEST_CASE("records: what came of the probes") {
    ProbeRecord record;
    CHECK_FALSE(record.last);
    for (int i = 0; i < 40; ++i) {
        record.add({VerdictKind::ok, "", 1ms}, then);
    }
    record.add({VerdictKind::rcode, "SERVFAIL", 2ms}, then);
    record.add({VerdictKind::timeout, "late", 3ms}, then + 1s);
    CHECK(record.probes == 42);
    CHECK(record.failures == 2);
    CHECK(record.consecutive == 2);
    CHECK(record.last->kind == VerdictKind::timeout);
    CHECK(record.at == then + 1s);
    CHECK(record.recent.size() == ProbeRecord::most_recent);
    CHECK(record.recent.back().kind == VerdictKind::timeout);
}

TEST_CASE("history: the latest transitions") {
    History history;
    for (int i = 0; i < 30; ++i) {
        history.add({then + i * 1s, State::up, State::down, std::to_string(i)});
    }
    CHECK(history.transitions().size() == History::most);
    CHECK(history.transitions().back().reason == "29");
}

TEST_CASE("status --json: the keys of the contract") {
    const auto status = json::parse(status_json(example()));
    CHECK(status.at("name") == "anyward");
    CHECK(status.at("pid") == 7);
    CHECK(status.at("state") == "down");
    CHECK(status.at("since") == "2026-11-23T10:00:05.250Z");
    CHECK(status.at("reason") == "check '. SOA': refused");
    CHECK(status.at("addresses").at(0) == json::parse(R"({"address": "192.0.2.53/32", "interface": "lo",
        "announced": false, "held": true, "settled": false, "metric": null, "lease_remaining_ms": null,
        "covered_by": "10.0.0.1"})"));
    CHECK(status.at("addresses").at(1).at("metric") == 2000);
    CHECK(status.at("addresses").at(1).at("lease_remaining_ms") == 7999);
    const auto& check = status.at("checks").at(0);
    CHECK(check.at("role") == "hard");
    CHECK(check.at("ok") == false);
    CHECK(check.at("probes") == 3);
    CHECK(check.at("failures") == 1);
    CHECK(check.at("consecutive") == 1);
    CHECK(check.at("failures_in_window") == 2);
    CHECK(check.at("last") == json::parse(R"({"verdict": "refused", "detail": "nothing listens \ufffd", "rtt_us": 1000,
        "at": "2026-11-23T10:00:05.250Z"})"));
    CHECK(check.at("recent").at(1) == json::parse(R"({"verdict": "ok", "rtt_us": 30000})"));
    CHECK(status.at("checks").at(1).at("server").is_null());
    CHECK(status.at("checks").at(1).at("last").is_null());
    CHECK(status.at("drain") ==
          json::parse(R"({"since": "2026-11-23T10:00:05.250Z", "until": null, "reason": "kernel update"})"));
    CHECK(status.at("hold_down_until") == "2026-11-23T10:00:15.250Z");
    CHECK(status.at("transitions").at(0).at("to") == "down");
    CHECK(status.contains("version"));
}

TEST_CASE("status for people: what, since when, why and what to do") {
    const auto text = status_text(json::parse(status_json(example())), plain);
    CHECK(text.starts_with("anyward is down for "));
    for (const auto* part :
         {": check '. SOA': refused\n", "since 2026-11-23T10:00:05.250Z", "held down until 2026-11-23T10:00:15.250Z",
          "drained since 2026-11-23T10:00:05.250Z: kernel update",
          "192.0.2.53/32 on lo: withdrawn, served by way of 10.0.0.1, held\n",
          "2001:db8::53/128 on lo: announced, answers, metric 2000, lease 8.0 s\n",
          "FAIL hard     . SOA  (asks 192.0.2.53#53)", "_=x 1 of 3 probes failed, the last took 1.0 ms",
          "-> nothing listens there", "ok   soft     exec:/bin/true\n", "up -> down: check '. SOA': refused\n"}) {
        CAPTURE(std::string(part));
        CHECK(text.find(part) != std::string::npos);
    }
    CHECK(text.find('\033') == std::string::npos);
    CHECK(
        status_text(json::parse(status_json(example())), {.colour = true, .utf8 = true}).find("\033[31mdown\033[0m") !=
        std::string::npos);
}

TEST_CASE("watch: events as they are sent and shown") {
    const auto status = example();
    CHECK(json::parse(status_event(status)).at("status").at("state") == "down");
    const auto transition = json::parse(transition_event(status.transitions[0], false));
    CHECK(transition.at("serving") == false);
    CHECK(event_text(transition, plain) == "2026-11-23T10:00:05.250Z up -> down: check '. SOA': refused\n");
    const auto& check = status.checks[0];
    const auto probe = json::parse(probe_event(check.spec, check.server, check.role, check.record));
    CHECK(probe.at("event") == "probe");
    CHECK(probe.at("server") == "192.0.2.53#53");
    CHECK(event_text(probe, plain) ==
          "2026-11-23T10:00:05.250Z hard . SOA: refused: nothing listens \xef\xbf\xbd (1.0 ms)\n");
}

TEST_CASE("metrics: in the format of Prometheus") {
    auto status = example();
    status.name = "a\"b\\c\nd";
    const auto text = metrics_text(status);
    for (const auto* line :
         {R"(anyward_state{name="a\"b\\c\nd",state="down"} 1)", R"(anyward_state{name="a\"b\\c\nd",state="up"} 0)",
          R"(anyward_transitions_total{name="a\"b\\c\nd",to="down"} 3)"}) {
        CAPTURE(std::string(line));
        CHECK(text.find("\n" + std::string(line) + "\n") != std::string::npos);
    }
    const auto plain_text = metrics_text(example());
    for (
        const auto* line :
        {R"(anyward_address_announced{name="anyward",address="2001:db8::53/128",interface="lo"} 1)",
         R"(anyward_address_lease_remaining_seconds{name="anyward",address="2001:db8::53/128",interface="lo"} 7.999999)",
         R"(anyward_check_ok{name="anyward",check=". SOA",role="hard",server="192.0.2.53#53"} 0)",
         R"(anyward_probes_total{name="anyward",check=". SOA",role="hard",server="192.0.2.53#53"} 3)",
         R"(anyward_probe_duration_seconds_sum{name="anyward",check=". SOA",role="hard",server="192.0.2.53#53"} 0.0313)",
         R"(anyward_start_time_seconds{name="anyward"} 1795427945.25)", R"(anyward_held_down{name="anyward"} 1)",
         "# TYPE anyward_probes_total counter"}) {
        CAPTURE(std::string(line));
        CHECK(plain_text.find("\n" + std::string(line) + "\n") != std::string::npos);
    }
    CHECK(plain_text.find("lease_remaining_seconds{name=\"anyward\",address=\"192") == std::string::npos);
}

TEST_CASE("metrics: nothing for which Prometheus refuses the whole file") {
    auto status = example();
    status.checks[1].spec = "exec:/bin/true \xff";
    status.checks.push_back(status.checks[0]); // the same check, given twice
    const auto text = metrics_text(status);
    CHECK(text.find("check=\"exec:/bin/true \xef\xbf\xbd\"") != std::string::npos);
    const std::string once = R"(anyward_check_ok{name="anyward",check=". SOA")";
    const auto first = text.find(once);
    REQUIRE(first != std::string::npos);
    CHECK(text.find(once, first + 1) == std::string::npos);
}
