// What the daemon tells of itself.

#include "anyward/operator/status.hpp"

#include "anyward/operator/metrics.hpp"
#include "describe.hpp"
#include "operator/example_status.hpp"

#include <nlohmann/json.hpp>

using namespace anyward;
using namespace std::chrono_literals;
using nlohmann::json;

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
    const auto ordered = nlohmann::ordered_json::parse(status_json(example()));
    std::vector<std::string> keys;
    for (const auto& [key, value] : ordered.items()) {
        keys.push_back(key);
    }
    CHECK(keys == std::vector<std::string>{"name", "version", "pid", "state", "serving", "since", "reason", "addresses",
                                           "checks", "drain", "hold_down_until", "transitions"});
}

TEST_CASE("watch --json: the events, key by key") {
    const auto status = example();
    const auto first = json::parse(status_event(status));
    CHECK(first.at("event") == "status");
    CHECK(first.at("status") == json::parse(status_json(status)));
    CHECK(transition_event(status.transitions[0], false) ==
          R"({"event":"transition","serving":false,"at":"2026-11-23T10:00:05.250Z","from":"up","to":"down",)"
          R"("reason":"check '. SOA': refused"})");
    const auto& check = status.checks[0];
    CHECK(probe_event(check.spec, check.server, check.role, check.record) ==
          R"({"event":"probe","spec":". SOA","server":"192.0.2.53#53","role":"hard","verdict":"refused",)"
          "\"detail\":\"nothing listens \xef\xbf\xbd\","
          R"("rtt_us":1000,"at":"2026-11-23T10:00:05.250Z"})");
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
