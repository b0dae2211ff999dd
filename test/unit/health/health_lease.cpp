// The lease: what happens when nothing comes back for so long, neither passes nor failures.

#include "anyward/health/health.hpp"

#include "service.hpp"

using namespace anyward;

namespace {

HealthRules leased_rules(std::size_t checks = 1) {
    auto rules = default_rules(checks);
    rules.lease = 10s;
    rules.hold_down = rules.hold_down_max = 1min;
    rules.flap_window = 30min;
    return rules;
}

} // namespace

TEST_CASE("lease: each pass is evidence, from when it was asked") {
    auto service = risen(leased_rules());
    CHECK(service.decision().evidence == Time{});
    service.now = Time{5s};
    service.hear(CheckVerdict{0, VerdictKind::ok, "", 100ms});
    CHECK(service.decision().evidence == Time{5s} - 100ms);
    service.fail();
    CHECK(service.decision().evidence == Time{5s} - 100ms);
}

TEST_CASE("lease: an answer that waited for a stopped daemon is no new evidence") {
    auto service = risen(leased_rules());
    service.now = Time{60s};
    service.hear(CheckVerdict{0, VerdictKind::ok, "", 60s});
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::lease_ran_out);
}

TEST_CASE("lease: it takes passes of all that is required, and soft checks are none") {
    auto rules = leased_rules(3);
    rules.checks[2].role = Role::soft;
    auto service = risen(rules);
    service.now = Time{1s};
    service.pass(2);
    CHECK(service.decision().evidence == Time{});
    service.pass(1);
    CHECK(service.decision().evidence == Time{1s});

    Service halfway(rules);
    halfway.pass(0, 3);
    CHECK_FALSE(halfway.decision().evidence);
}

TEST_CASE("lease: a second before its end the service is down, says so, and has to rise without a hold-down") {
    auto service = risen(leased_rules());
    CHECK(service.decision().wake_at == Time{9s});
    service.now = Time{9s} - 1ns;
    service.hear(Tick{});
    CHECK(service.state() == State::up);
    service.now = Time{9s};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::lease_ran_out);
    CHECK(lacks(service.decision().reason, {"lease ran out", "stopped"}) == "");
    CHECK_FALSE(service.decision().wake_at);
    service.pass(0, 2);
    CHECK(service.state() == State::down);
    service.pass();
    CHECK(service.state() == State::up);
}

TEST_CASE("lease: whatever is heard first after the stop, the service is down") {
    const std::vector<HealthInput> inputs{AddressGone{}, Tick{}, Announced{}, CheckVerdict{0, VerdictKind::timeout, ""},
                                          SettleVerdict{0, VerdictKind::ok, ""}};
    for (const auto& input : inputs) {
        auto service = risen(leased_rules());
        service.now = Time{20s};
        service.hear(input);
        CHECK(service.state() == State::down);
        CHECK(service.decision().cause == Cause::lease_ran_out);
    }
}

TEST_CASE("lease: one that the kernel has ended is believed, whatever the evidence, proven or only adopted") {
    auto service = risen(leased_rules());
    service.hear(LeaseExpired{});
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::lease_ran_out);
    service.pass(0, 2);
    CHECK(service.state() == State::down);
    service.pass();
    CHECK(service.state() == State::up); // and no hold-down

    Service adopted(leased_rules());
    adopted.hear(Adopted{});
    adopted.hear(LeaseExpired{});
    CHECK(adopted.state() == State::down);
}

TEST_CASE("lease: without one nothing runs out") {
    auto service = risen();
    service.now = Time{24h};
    service.hear(Tick{});
    CHECK(service.state() == State::up);
    CHECK_FALSE(service.decision().wake_at);
}

TEST_CASE("lease: an adoption counts from the start, and is no evidence") {
    Service service(leased_rules());
    service.now = Time{5s};
    service.hear(Adopted{});
    CHECK(service.state() == State::up);
    CHECK_FALSE(service.decision().evidence);
    CHECK(service.decision().wake_at == Time{14s});
    service.now = Time{14s};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
}

TEST_CASE("lease: a hold-down that ends while the daemon is stopped announces nothing on old passes") {
    auto service = risen(leased_rules());
    service.now = Time{1s};
    service.play("FFPPP");
    REQUIRE(service.decision().cause == Cause::held_down);
    service.now = Time{10min};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::lease_ran_out);
    CHECK_FALSE(service.decision().wake_at);
    service.pass(0, 3);
    CHECK(service.state() == State::up);
}

TEST_CASE("lease: while an announcement settles, whichever ends first wakes") {
    auto service = risen(leased_rules());
    service.hear(Announced{});
    CHECK(service.decision().wake_at == Time{2s});
    service.settle(0);
    CHECK(service.decision().wake_at == Time{9s});
}
