// The counting of verdicts: rise, fall, window, refusals, pace, and what a decision says. See health_events.cpp
// for adoption, settling and the interface.

#include "anyward/health/health.hpp"

#include "service.hpp"

using namespace anyward;

TEST_CASE("health: starts down, with nothing wanted on the interface and nothing to wake for") {
    const Service service;
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::started);
    CHECK(service.decision().reason == "started");
    CHECK_FALSE(service.decision().wake_at);
    CHECK(service.health.unsettled().empty());
}

TEST_CASE("health: rise: one pass fewer is not enough, that many is") {
    for (const unsigned rise : {1U, 2U, 3U, 7U}) {
        CAPTURE(rise);
        auto rules = default_rules();
        rules.rise = rise;
        Service service(rules);
        service.pass(0, rise - 1);
        CHECK(service.state() == State::down);
        CHECK(service.decision().wanted == Wanted::withdrawn);
        service.pass();
        CHECK(service.state() == State::up);
        CHECK(service.decision().wanted == Wanted::announced);
    }
}

TEST_CASE("health: a rise says so") {
    auto service = risen();
    CHECK(service.decision().cause == Cause::risen);
    CHECK(service.decision().reason == "every check passed 3 times in a row");
}

TEST_CASE("health: a failure between passes starts the rise again") {
    Service service;
    service.play("PPFPP");
    CHECK(service.state() == State::down);
    service.pass();
    CHECK(service.state() == State::up);
}

TEST_CASE("health: every kind of failure interrupts a rise and counts for a fall") {
    for (const auto kind : {VerdictKind::refused, VerdictKind::timeout, VerdictKind::unreachable,
                            VerdictKind::malformed, VerdictKind::mismatch, VerdictKind::rcode, VerdictKind::settle}) {
        CAPTURE(kind);
        Service service;
        service.pass(0, 2);
        service.hear(CheckVerdict{0, kind, "why"});
        service.pass(0, 2);
        CHECK(service.state() == State::down);
        service.pass();
        CHECK(service.state() == State::up);
        service.hear(CheckVerdict{0, kind, "why"});
        CHECK(service.state() == State::up);
        service.hear(CheckVerdict{0, kind, "why"});
        CHECK(service.state() == State::down);
    }
}

TEST_CASE("health: all checks must pass, in whatever order they do") {
    Service service(default_rules(3));
    service.pass(2, 3);
    service.pass(0, 5);
    service.pass(1, 2);
    CHECK(service.state() == State::down);
    service.pass(1);
    CHECK(service.state() == State::up);
}

TEST_CASE("health: a check that failed meanwhile keeps the service down though it had risen") {
    Service service(default_rules(2));
    service.pass(0, 3);
    service.fail(0, 2);
    service.pass(1, 3);
    CHECK(service.state() == State::down);
    service.pass(0, 2);
    CHECK(service.state() == State::down);
    service.pass(0);
    CHECK(service.state() == State::up);
}

TEST_CASE("health: fall: one failure fewer is not enough, that many in a row is") {
    for (const unsigned fall : {1U, 2U, 3U, 5U}) {
        CAPTURE(fall);
        auto service = risen(with_fall(fall));
        service.fail(0, fall - 1);
        CHECK(service.state() == State::up);
        CHECK(service.decision().wanted == Wanted::announced);
        service.fail();
        CHECK(service.state() == State::down);
        CHECK(service.decision().wanted == Wanted::withdrawn);
    }
}

TEST_CASE("health: a server that fails every second query fails at the second failure in the window") {
    auto service = risen();
    service.play("PFP");
    CHECK(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::down);
}

TEST_CASE("health: failures at both ends of the window fail, one probe further apart they do not") {
    auto inside = risen();
    inside.play("FPPP");
    CHECK(inside.state() == State::up);
    inside.fail();
    CHECK(inside.state() == State::down);

    auto beyond = risen();
    beyond.play("FPPPPFPPPPF");
    CHECK(beyond.state() == State::up);
}

TEST_CASE("health: a window as large as fall counts failures in a row only") {
    auto service = risen(with_fall(3, 3));
    service.play("FFPFFPFF");
    CHECK(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::down);
}

TEST_CASE("health: refused twice in a row fails a check, whatever fall is") {
    auto service = risen(with_fall(5));
    service.refuse();
    CHECK(service.state() == State::up);
    service.refuse();
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::check_failed);
}

TEST_CASE("health: refusals that do not follow each other are failures like others") {
    auto service = risen(with_fall(7, 20));
    service.play("RPRFRFR");
    CHECK(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::down);
    CHECK(lacks(service.decision().reason, {"timeout", "(7 of the last 8 probes failed)"}) == "");
}

TEST_CASE("health: one refusal fails a check only where one failure does") {
    auto strict = risen(with_fall(1));
    strict.refuse();
    CHECK(strict.state() == State::down);
}

TEST_CASE("health: a risen check is not failed by the failures before its rise") {
    auto service = risen();
    service.play("FFPPP");
    REQUIRE(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::down);
}

TEST_CASE("health: refusals before a rise do not count after it") {
    Service service(with_fall(5));
    service.play("RPPP");
    REQUIRE(service.state() == State::up);
    service.refuse();
    CHECK(service.state() == State::up);
}

TEST_CASE("health: each check has failures of its own") {
    auto service = risen(default_rules(2));
    service.fail(0);
    service.fail(1);
    CHECK(service.state() == State::up);
    service.refuse(1);
    CHECK(service.state() == State::down);
    CHECK(lacks(service.decision().reason, {"check 1: refused"}) == "");
}

TEST_CASE("health: after a fall only the failed check must rise again") {
    auto service = risen(default_rules(2));
    service.fail(1, 2);
    REQUIRE(service.state() == State::down);
    service.pass(0, 9);
    service.pass(1, 2);
    CHECK(service.state() == State::down);
    service.pass(1);
    CHECK(service.state() == State::up);
    CHECK(service.decision().cause == Cause::risen);
}

TEST_CASE("health: a fall says which check, the kind, the detail and the count") {
    auto service = risen();
    service.play("FPF");
    CHECK(service.decision().cause == Cause::check_failed);
    CHECK(service.decision().reason == "liveness: timeout: no answer within 300 ms (2 of the last 3 probes failed)");
}

TEST_CASE("health: a verdict that changes nothing leaves the decision as it was") {
    auto service = risen();
    service.play("FPPPPP");
    CHECK(service.decision().cause == Cause::risen);
    CHECK(service.decision().reason == "every check passed 3 times in a row");
    CHECK(&service.hear(Tick{}) == &service.health.decision());
}

TEST_CASE("health: pace: slow where all is well, fast while a recovery or a failure is being confirmed") {
    Service service;
    CHECK(service.health.pace(0) == Pace::fast); // not asked yet
    service.fail();
    CHECK(service.health.pace(0) == Pace::steady); // dead: nothing to hurry for
    service.pass();
    CHECK(service.health.pace(0) == Pace::fast);
    service.pass();
    CHECK(service.health.pace(0) == Pace::fast);
    service.pass();
    CHECK(service.health.pace(0) == Pace::steady); // risen
    service.fail();
    CHECK(service.health.pace(0) == Pace::fast);
    service.pass();
    CHECK(service.health.pace(0) == Pace::steady); // it was a single failure
    service.play("PPPP");
    service.refuse();
    CHECK(service.health.pace(0) == Pace::at_once);
    service.fail();
    CHECK(service.health.pace(0) == Pace::steady); // failed
}

TEST_CASE("health: pace: a timeout after a refusal is confirmed fast, not at once") {
    auto service = risen(with_fall(5));
    service.play("RF");
    REQUIRE(service.state() == State::up);
    CHECK(service.health.pace(0) == Pace::fast);
}

TEST_CASE("health: pace is each check's own") {
    auto service = risen(default_rules(3));
    service.fail(1);
    service.refuse(2);
    CHECK(service.health.pace(0) == Pace::steady);
    CHECK(service.health.pace(1) == Pace::fast);
    CHECK(service.health.pace(2) == Pace::at_once);
}

TEST_CASE("health: states have the names of the contract") {
    CHECK(std::string(to_string(State::down)) == "down");
    CHECK(std::string(to_string(State::up)) == "up");
}
