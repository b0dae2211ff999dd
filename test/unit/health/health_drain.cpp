// A drain: withdrawn because somebody asked for it, whatever the checks say.

#include "anyward/health/health.hpp"

#include "service.hpp"

using namespace anyward;

namespace {

HealthRules drained_by_metric() {
    auto rules = default_rules();
    rules.metric = 10;
    rules.drain_metric = 3000;
    rules.drain_time = 5s;
    return rules;
}

HealthRules held_down_rules() {
    auto rules = default_rules();
    rules.hold_down = rules.hold_down_max = 1min;
    rules.flap_window = 30min;
    return rules;
}

} // namespace

TEST_CASE("drain: withdrawn at once, draining for a second in which queries are still on their way, then drained") {
    auto service = risen();
    service.hear(Drain{"kernel update"});
    CHECK(service.state() == State::draining);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::drain);
    CHECK(lacks(service.decision().reason, {"kernel update", "withdrawn"}) == "");
    CHECK(service.decision().wake_at == Time{1s});
    service.now = Time{1s} - 1ns;
    service.hear(Tick{});
    CHECK(service.state() == State::draining);
    service.now = Time{1s};
    service.hear(Tick{});
    CHECK(service.state() == State::drained);
    CHECK(service.decision().reason == "drained: kernel update");
    CHECK_FALSE(service.decision().wake_at);
}

TEST_CASE("drain: with a metric, announced with it for the time given, and then withdrawn") {
    auto service = risen(drained_by_metric());
    CHECK(service.decision().metric == 10);
    service.hear(Drain{});
    CHECK(service.state() == State::draining);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().metric == 3000);
    CHECK(lacks(service.decision().reason, {"metric 3000 for 5s"}) == "");
    CHECK(service.decision().wake_at == Time{5s});
    service.now = Time{5s} - 1ns;
    service.hear(Tick{});
    CHECK(service.decision().wanted == Wanted::announced);
    service.now = Time{5s};
    service.hear(Tick{});
    CHECK(service.state() == State::draining);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().wake_at == Time{6s});
    service.now = Time{6s};
    service.hear(Tick{});
    CHECK(service.state() == State::drained);
}

TEST_CASE("drain: where nothing is announced it is drained at once, with or without a metric") {
    for (const auto& rules : {default_rules(), drained_by_metric()}) {
        Service service(rules);
        service.hear(Drain{});
        CHECK(service.state() == State::drained);
        CHECK(service.decision().reason == "drained");
        CHECK_FALSE(service.decision().wake_at);
    }
}

TEST_CASE("drain: whatever the checks say, it stays drained, and says so") {
    auto service = risen();
    service.hear(Drain{"why"});
    service.now = Time{1s};
    service.hear(Tick{});
    service.play("FFFFPPPPP");
    service.hear(InterfaceGone{"lo"});
    service.hear(InterfaceBack{});
    service.hear(AddressGone{});
    service.hear(Drain{"another"});
    CHECK(service.state() == State::drained);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().reason == "drained: why");
}

TEST_CASE("drain: a failure while it is still announced withdraws at once") {
    auto service = risen(drained_by_metric());
    service.hear(Drain{"why"});
    service.play("RR");
    CHECK(service.state() == State::drained);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(lacks(service.decision().reason, {"drained: why", "at once", "refused"}) == "");
    CHECK_FALSE(service.decision().wake_at);
}

TEST_CASE("drain: an adopted address is drained too") {
    Service service;
    service.hear(Adopted{});
    service.hear(Drain{});
    CHECK(service.state() == State::draining);
    CHECK(service.decision().wanted == Wanted::withdrawn);
}

TEST_CASE("undrain: with every check risen it is up at once, else when they have") {
    auto ready = risen();
    ready.hear(Drain{});
    ready.now = Time{1h};
    ready.hear(Tick{});
    ready.hear(Undrain{});
    CHECK(ready.state() == State::up);
    CHECK(lacks(ready.decision().reason, {"undrained", "every check passes"}) == "");

    auto failing = risen();
    failing.hear(Drain{});
    failing.play("FF");
    failing.hear(Undrain{});
    CHECK(failing.state() == State::down);
    CHECK(failing.decision().cause == Cause::undrained);
    failing.play("PPP");
    CHECK(failing.state() == State::up);
}

TEST_CASE("undrain: before the withdrawal nothing was withdrawn, and the metric is the usual one again") {
    auto service = risen(drained_by_metric());
    service.hear(Drain{});
    service.now = Time{2s};
    service.hear(Undrain{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().metric == 10);
    CHECK_FALSE(service.decision().wake_at);
}

TEST_CASE("undrain: no hold-down, neither for the drain nor for what was before it") {
    auto service = risen(held_down_rules());
    service.play("FFPPP");
    REQUIRE(service.decision().cause == Cause::held_down);
    service.hear(Drain{});
    CHECK(service.state() == State::drained);
    CHECK_FALSE(service.decision().wake_at);
    service.hear(Undrain{});
    CHECK(service.state() == State::up);
    service.play("FFPPP"); // the first withdrawal that counts
    CHECK(service.decision().wake_at == service.now + 1min);
}

TEST_CASE("undrain: without a drain it is nothing") {
    auto service = risen();
    const auto reason = service.decision().reason;
    service.hear(Undrain{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().reason == reason);
}
