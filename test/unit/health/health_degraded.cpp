// What soft checks, --require and --degraded-action make of the state.

#include "anyward/health/health.hpp"

#include "service.hpp"

#include <doctest/doctest.h>

using namespace anyward;

namespace {

constexpr std::size_t liveness = 0;
constexpr std::size_t hard_a = 1;
constexpr std::size_t hard_b = 2;
constexpr std::size_t soft = 3;

/// The liveness check, two hard ones and a soft one.
HealthRules rules_with(DegradedAction action = DegradedAction::keep, std::optional<unsigned> require = std::nullopt) {
    auto rules = default_rules(0);
    rules.checks = {{"liveness", true, Role::liveness, 0},
                    {"check a", true, Role::hard, 0},
                    {"check b", true, Role::hard, 1},
                    {"soft check", false, Role::soft, 0}};
    rules.require = require;
    rules.degraded_action = action;
    rules.metric = 10;
    rules.degraded_metric = 2000;
    rules.hold_down = 10s;
    rules.hold_down_max = 15min;
    rules.flap_window = 30min;
    return rules;
}

/// Up, with three passes of every check but the soft one, which has not been heard yet.
Service up_with(HealthRules rules) {
    Service service(std::move(rules));
    for (const auto check : {liveness, hard_a, hard_b}) {
        service.pass(check, 3);
    }
    REQUIRE(service.state() == State::up);
    return service;
}

} // namespace

TEST_CASE("degraded: a soft check is good until it has failed, and fails by the same count") {
    auto service = up_with(rules_with());
    service.fail(soft);
    CHECK(service.state() == State::up);
    service.fail(soft);
    CHECK(service.state() == State::degraded);
    CHECK(service.decision().cause == Cause::soft_check_failed);
    CHECK(lacks(service.decision().reason, {"soft check: timeout"}) == "");
}

TEST_CASE("degraded: ends when the soft check has risen, not a pass sooner") {
    auto service = up_with(rules_with());
    service.fail(soft, 2);
    service.pass(soft, 2);
    CHECK(service.state() == State::degraded);
    service.pass(soft);
    CHECK(service.state() == State::up);
    CHECK(service.decision().cause == Cause::soft_checks_pass);
}

TEST_CASE("degraded, keep: announced as before") {
    auto service = up_with(rules_with());
    service.fail(soft, 2);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().metric == 10);
}

TEST_CASE("degraded, metric: announced at the other metric, and back") {
    auto service = up_with(rules_with(DegradedAction::metric));
    CHECK(service.decision().metric == 10);
    service.fail(soft, 2);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().metric == 2000);
    service.pass(soft, 3);
    CHECK(service.decision().metric == 10);
}

TEST_CASE("degraded, withdraw: withdrawn, and held down like any other withdrawal") {
    auto service = up_with(rules_with(DegradedAction::withdraw));
    service.fail(soft, 2);
    CHECK(service.state() == State::degraded);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    service.pass(soft, 3);
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::held_down);
    CHECK(service.decision().wake_at == Time{10s});
    service.now = Time{10s};
    service.hear(Tick{});
    CHECK(service.state() == State::up);
}

TEST_CASE("degraded: a hard failure is down all the same, and the way back says what is degraded") {
    auto service = up_with(rules_with());
    service.fail(soft, 2);
    service.fail(hard_a, 2);
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::check_failed);
    service.now = Time{10s};
    service.pass(hard_a, 3);
    CHECK(service.state() == State::degraded);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(lacks(service.decision().reason, {"every check passed", "soft check: timeout"}) == "");
}

TEST_CASE("require: all of the hard checks by default; one failing is enough") {
    auto service = up_with(rules_with());
    service.fail(hard_b, 2);
    CHECK(service.state() == State::down);
}

TEST_CASE("require any: one of two may fail, not both") {
    auto service = up_with(rules_with(DegradedAction::keep, 1));
    service.fail(hard_b, 2);
    CHECK(service.state() == State::up);
    service.fail(hard_a, 2);
    CHECK(service.state() == State::down);
}

TEST_CASE("require any: rises with one of two, and is announced though the other never passed") {
    Service service(rules_with(DegradedAction::keep, 1));
    service.fail(hard_b, 2);
    service.pass(liveness, 3);
    CHECK(service.state() == State::down);
    service.pass(hard_a, 3);
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(lacks(service.decision().reason, {"enough checks"}) == "");
}

TEST_CASE("require any: the liveness check is required whatever the others do") {
    auto service = up_with(rules_with(DegradedAction::keep, 1));
    service.fail(liveness, 2);
    CHECK(service.state() == State::down);
}

TEST_CASE("require: a check that is asked over IPv4 and IPv6 counts once, and passes when both do") {
    auto rules = rules_with(DegradedAction::keep, 1);
    rules.checks[hard_b].group = rules.checks[hard_a].group; // the same check, asked of two servers
    auto service = up_with(rules);
    service.fail(hard_b, 2);
    CHECK(service.state() == State::down);
}

TEST_CASE("degraded: an adopted address waits for no soft check, and a settle failure does not touch one") {
    Service service(rules_with());
    service.hear(Adopted{});
    for (const auto check : {liveness, hard_a, hard_b}) {
        service.pass(check);
    }
    CHECK(service.decision().wanted == Wanted::announced);
    service.hear(Announced{});
    service.now = Time{2s};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
    service.now = Time{12s};
    for (const auto check : {liveness, hard_a, hard_b}) {
        service.pass(check, 3);
    }
    CHECK(service.state() == State::up);
}
