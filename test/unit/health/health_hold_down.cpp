// The way back after a withdrawal: slow, and slower each time within the flap window.

#include "anyward/health/health.hpp"

#include "service.hpp"

#include <cmath>

using namespace anyward;

namespace {

HealthRules held_rules(std::size_t checks = 1) {
    auto rules = default_rules(checks);
    rules.hold_down = 10s;
    rules.hold_down_max = 60s;
    rules.flap_window = 30min;
    return rules;
}

/// Down at `when`, and every check passes again at that same time.
Service withdrawn_and_recovered(Time when, HealthRules rules = held_rules()) {
    auto service = risen(std::move(rules));
    service.now = when;
    service.play("FFPPP");
    return service;
}

/// How long the service, up now, is held down by another withdrawal.
Duration next_hold_down(Service& service) {
    service.play("FFPPP");
    const auto until = service.decision().wake_at;
    REQUIRE(until);
    const auto held = *until - service.now;
    service.now = *until;
    service.hear(Tick{});
    REQUIRE(service.state() == State::up);
    return std::chrono::duration_cast<Duration>(held);
}

} // namespace

TEST_CASE("hold-down: none after the start, nor after an adoption that has just been proven") {
    auto rules = held_rules();
    CHECK(risen(rules).state() == State::up);
    Service adopted(rules);
    adopted.hear(Adopted{});
    adopted.pass();
    CHECK(adopted.decision().wanted == Wanted::announced);
}

TEST_CASE(
    "hold-down: none after an adopted address that never proved itself, as at a boot before the nameserver's start") {
    Service service(held_rules());
    service.hear(Adopted{});
    service.play("RR");
    CHECK(service.state() == State::down);
    service.play("PPP");
    CHECK(service.state() == State::up);
}

TEST_CASE("hold-down: all checks pass again, and the service waits, says so, and says until when") {
    const auto service = withdrawn_and_recovered(Time{100s});
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::held_down);
    CHECK(lacks(service.decision().reason, {"held down for 10s", "every check passes", "1 within 30min"}) == "");
    CHECK(service.decision().wake_at == Time{110s});
}

TEST_CASE("hold-down: just before its end a tick or a pass does nothing, at its end either brings it up") {
    for (const HealthInput& input : {HealthInput(Tick{}), HealthInput(CheckVerdict{0, VerdictKind::ok, "NOERROR"})}) {
        auto service = withdrawn_and_recovered(Time{100s});
        service.now = Time{110s} - 1ns;
        service.hear(input);
        CHECK(service.state() == State::down);
        CHECK(service.decision().wake_at == Time{110s});
        service.now = Time{110s};
        service.hear(input);
        CHECK(service.state() == State::up);
        CHECK(service.decision().cause == Cause::risen);
        CHECK_FALSE(service.decision().wake_at);
    }
}

TEST_CASE("hold-down: counted from the withdrawal, not from the recovery") {
    auto service = risen(held_rules());
    service.now = Time{100s};
    service.fail(0, 2);
    CHECK_FALSE(service.decision().wake_at); // nothing to wake for while the check fails
    service.now = Time{109s};
    service.pass(0, 3);
    CHECK(service.decision().wake_at == Time{110s});

    auto slow = risen(held_rules());
    slow.now = Time{100s};
    slow.fail(0, 2);
    slow.now = Time{200s};
    slow.pass(0, 3);
    CHECK(slow.state() == State::up);
}

TEST_CASE("hold-down: a check that fails meanwhile ends the waiting, and the time runs on") {
    auto service = withdrawn_and_recovered(Time{100s});
    service.now = Time{105s};
    service.fail(0, 2);
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::check_failed);
    CHECK(lacks(service.decision().reason, {"liveness: timeout"}) == "");
    CHECK_FALSE(service.decision().wake_at);
    service.now = Time{110s};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
    service.pass(0, 3); // no withdrawal since, so no longer hold-down
    CHECK(service.state() == State::up);
}

TEST_CASE("hold-down: one failure meanwhile, which fails no check, leaves it waiting") {
    auto service = withdrawn_and_recovered(Time{100s});
    service.fail();
    CHECK(service.decision().cause == Cause::held_down);
    CHECK(service.decision().wake_at == Time{110s});
}

TEST_CASE("hold-down: doubled by each further withdrawal within the flap window, at most the maximum") {
    auto service = risen(held_rules());
    CHECK(next_hold_down(service) == Duration(10s));
    CHECK(next_hold_down(service) == Duration(20s));
    CHECK(next_hold_down(service) == Duration(40s));
    CHECK(next_hold_down(service) == Duration(60s));
    CHECK(next_hold_down(service) == Duration(60s));
}

TEST_CASE(
    "hold-down: where the maximum outlasts route flap damping, the second withdrawal takes its half-life at once") {
    auto rules = held_rules();
    rules.hold_down_max = 15min;
    auto service = risen(rules);
    CHECK(next_hold_down(service) == Duration(10s));
    CHECK(next_hold_down(service) == Duration(15min));
    CHECK(next_hold_down(service) == Duration(15min));

    rules.hold_down_max = 15min - 1us;
    auto below = risen(rules);
    CHECK(next_hold_down(below) == Duration(10s));
    CHECK(next_hold_down(below) == Duration(20s));

    rules.hold_down = 10min;
    rules.hold_down_max = 1h;
    auto longer = risen(rules);
    CHECK(next_hold_down(longer) == Duration(10min));
    CHECK(next_hold_down(longer) == Duration(20min));
}

/// RFC 2439 as FRR and Cisco have it by default: 1000 for each withdrawal, half of it in 15 minutes, suppressed above
/// 2000.
TEST_CASE("hold-down: at defaults a service that fails at once each time is never suppressed by damping") {
    auto rules = held_rules();
    rules.hold_down_max = 15min;
    auto service = risen(rules);
    double penalty = 0;
    auto last = service.now;
    for (int i = 0; i < 20; ++i) {
        const std::chrono::duration<double, std::ratio<60>> since = service.now - last;
        last = service.now;
        penalty = 1000 + penalty * std::exp2(-since.count() / 15);
        CHECK(penalty < 2000);
        next_hold_down(service);
    }
}

TEST_CASE("hold-down: withdrawals longer ago than the flap window are forgotten") {
    auto service = risen(held_rules());
    next_hold_down(service); // withdrawn at 0
    service.now = Time{30min};
    CHECK(next_hold_down(service) == Duration(20s)); // just within
    service.now = Time{30min} + 30min + 1ns;
    CHECK(next_hold_down(service) == Duration(10s));
}

TEST_CASE("hold-down: a maximum below the hold-down is the hold-down, and none is none") {
    auto rules = held_rules();
    rules.hold_down_max = 3s;
    auto capped = risen(rules);
    CHECK(next_hold_down(capped) == Duration(3s));
    rules.hold_down = 0s;
    rules.hold_down_max = 15min;
    auto none = withdrawn_and_recovered(Time{100s}, rules);
    CHECK(none.state() == State::up);
    none.play("FFPPP");
    CHECK(none.state() == State::up);
}

TEST_CASE("hold-down: also after an announcement that did not settle, and after an interface that was gone") {
    auto unsettled = risen(held_rules());
    unsettled.hear(Announced{});
    unsettled.now = Time{2s};
    unsettled.hear(Tick{});
    REQUIRE(unsettled.decision().cause == Cause::not_settled);
    unsettled.pass(0, 3);
    CHECK(unsettled.decision().wake_at == Time{12s});

    auto interface = risen(held_rules());
    interface.hear(InterfaceGone{"dummy0"});
    CHECK_FALSE(interface.decision().wake_at);
    interface.hear(InterfaceBack{});
    CHECK(interface.decision().cause == Cause::held_down);
    CHECK(interface.decision().wake_at == Time{10s});
    interface.now = Time{5s};
    interface.hear(InterfaceGone{"dummy0"});
    CHECK(interface.decision().cause == Cause::interface_gone);
    CHECK_FALSE(interface.decision().wake_at);
    interface.now = Time{10s};
    interface.hear(Tick{});
    CHECK(interface.state() == State::down);
    interface.hear(InterfaceBack{});
    CHECK(interface.state() == State::up);
}
