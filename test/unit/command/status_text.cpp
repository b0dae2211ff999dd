// How the client shows what a daemon tells of itself, one of another release too.

#include "anyward/command/status_text.hpp"

#include "describe.hpp"
#include "operator/example_status.hpp"

#include <nlohmann/json.hpp>

using namespace anyward;
using nlohmann::json;

namespace {

constexpr TextStyle plain{.colour = false, .utf8 = false};

json example_json() {
    return json::parse(status_json(example()));
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("status for people: what, since when, why and what to do") {
    const auto text = status_text(example_json(), plain);
    CHECK(text.starts_with("anyward is down for "));
    for (const auto* part :
         {": check '. SOA': refused\n", "since 2026-11-23T10:00:05.250Z", "held down until 2026-11-23T10:00:15.250Z",
          "drained since 2026-11-23T10:00:05.250Z: kernel update",
          "192.0.2.53/32 on lo: withdrawn, served by way of 10.0.0.1, held\n",
          "2001:db8::53/128 on lo: announced, answers, metric 2000, lease 8.0 s\n",
          "FAIL hard     . SOA  (asks 192.0.2.53#53)", "_=x 1 of 3 probes failed, the last took 1.0 ms",
          "-> nothing listens there", "ok   soft     exec:/bin/true\n", "up -> down: check '. SOA': refused\n"}) {
        CAPTURE(std::string(part));
        CHECK(has(text, part));
    }
    CHECK(text.find('\033') == std::string::npos);
    CHECK(status_text(example_json(), {.colour = true, .utf8 = true}).find("\033[31mdown\033[0m") != std::string::npos);
}

TEST_CASE("watch for people: a line for each event") {
    const auto status = example();
    CHECK(event_text(json::parse(status_event(status)), plain) ==
          "2026-11-23T10:00:05.250Z down: check '. SOA': refused\n");
    CHECK(event_text(json::parse(transition_event(status.transitions[0], false)), plain) ==
          "2026-11-23T10:00:05.250Z up -> down: check '. SOA': refused\n");
    const auto& check = status.checks[0];
    CHECK(event_text(json::parse(probe_event(check.spec, check.server, check.role, check.record)), plain) ==
          "2026-11-23T10:00:05.250Z hard . SOA: refused: nothing listens \xef\xbf\xbd (1.0 ms)\n");
}

TEST_CASE("status for people: each verdict but ok has its advice") {
    auto status = example_json();
    auto& verdict = status["checks"][0]["last"]["verdict"];
    for (int kind = 1; kind <= static_cast<int>(VerdictKind::settle); ++kind) {
        verdict = to_string(static_cast<VerdictKind>(kind));
        CAPTURE(verdict.get<std::string>());
        const auto text = status_text(status, plain);
        const auto arrow = text.find("\n       -> ");
        REQUIRE(arrow != std::string::npos);
        CHECK(text.at(arrow + 11) != '\n');
    }
    verdict = "ok";
    CHECK_FALSE(has(status_text(status, plain), "-> \n"));
}

TEST_CASE("status of a newer daemon: what is not known is shown as it came, or not at all") {
    auto status = example_json();
    status["state"] = "resting";
    status["new"] = {1, 2};
    status["checks"][0]["last"]["verdict"] = "bored";
    status["checks"][0]["recent"][0]["verdict"] = "bored";
    const auto text = status_text(status, plain);
    CHECK(has(text, "anyward is resting for "));
    CHECK(has(text, "       bored: nothing listens"));
    CHECK_FALSE(has(text, "-> nothing"));
    CHECK_FALSE(has(text, "-> \n"));
    CHECK(has(text, "x=x 1 of 3"));
    CHECK(event_text({{"event", "new"}, {"at", 1}}, plain).empty());
}

TEST_CASE("status of an older daemon: the key that is missing is named") {
    for (const auto* key : {"name", "version", "pid", "state", "since", "reason", "addresses", "checks", "drain",
                            "hold_down_until", "transitions"}) {
        auto status = example_json();
        status.erase(key);
        try {
            status_text(status, plain);
            FAIL_CHECK("no error without " << key);
        } catch (const json::exception& error) {
            CHECK(has(error.what(), std::string("'") + key + "' not found"));
        }
    }
}
