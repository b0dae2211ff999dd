#include "anyward/probe/probe_plan.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

namespace {

/// Announced and held, so that the target shows which service address is asked.
Endpoint asked_when_announced(PlannedProbe probe) {
    probe.server.set_presence({.announced = true, .held = true});
    return probe.server.target()->server;
}

Settings settings_with(std::initializer_list<std::string_view> addresses,
                       std::initializer_list<std::string_view> checks = {}) {
    Settings settings;
    settings.interface = "dummy0";
    settings.liveness = parse_check("localhost A +nord expect=any");
    settings.interval = 500ms;
    settings.fast_interval = 100ms;
    settings.timeout = 300ms;
    settings.check_timeout = 2s;
    for (const auto address : addresses) {
        settings.addresses.push_back(ip(address));
    }
    for (const auto check : checks) {
        settings.checks.push_back(parse_check(check));
    }
    return settings;
}

} // namespace

TEST_CASE("plan: one address, liveness alone") {
    const auto settings = settings_with({"192.0.2.53"});
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 1);
    CHECK(plan[0].role == Role::liveness);
    CHECK(plan[0].check == &*settings.liveness);
    CHECK(plan[0].name() == "liveness");
    CHECK(plan[0].server.service() == endpoint("192.0.2.53#53"));
    CHECK(plan[0].server.target()->server == endpoint("127.0.0.1#53")); // nothing is announced or held yet
    CHECK(asked_when_announced(plan[0]) == endpoint("192.0.2.53#53"));
}

TEST_CASE("plan: every check asks the first service address of each family") {
    const auto settings = settings_with({"2001:db8::53", "192.0.2.53", "198.51.100.53", "2001:db8::54"}, {". SOA"});
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 4);
    CHECK(plan[0].server.service() == endpoint("192.0.2.53#53"));
    CHECK(plan[1].server.service() == endpoint("2001:db8::53#53"));
    CHECK(plan[1].role == Role::liveness);
    CHECK(plan[2].server.service() == endpoint("192.0.2.53#53"));
    CHECK(plan[3].server.service() == endpoint("2001:db8::53#53"));
    CHECK(plan[3].role == Role::hard);
    CHECK(plan[3].check == settings.checks.data());
    CHECK(plan[3].name() == "check '. SOA'");
}

TEST_CASE("plan: an IPv6 service alone asks IPv6 alone, through the interface") {
    const auto settings = settings_with({"2001:db8::53"});
    auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 1);
    CHECK(plan[0].server.target()->server == endpoint("::1#53"));
    plan[0].server.set_presence({.announced = true, .held = true});
    CHECK(plan[0].server.target() == ProbeTarget::at_home(endpoint("2001:db8::53#53"), "dummy0"));
}

TEST_CASE("plan: without an address (anyward check) loopback is asked") {
    const auto settings = settings_with({}, {". SOA"});
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 2);
    CHECK_FALSE(plan[0].server.service());
    CHECK(plan[1].server.target()->server == endpoint("127.0.0.1#53"));
    CHECK(plan_settling(settings).empty());
}

TEST_CASE("plan: --server is asked instead, once however many families there are") {
    auto settings = settings_with({"192.0.2.53", "2001:db8::53"}, {". SOA"});
    settings.server = endpoint("127.0.0.1#5353");
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 2);
    for (const auto& probe : plan) {
        CHECK_FALSE(probe.server.service());
        CHECK(asked_when_announced(probe) == endpoint("127.0.0.1#5353"));
        CHECK_FALSE(probe.server.target()->source);
    }
}

TEST_CASE("plan: a check's own @SERVER goes before --server, for that check alone") {
    auto settings = settings_with({"192.0.2.53"}, {"@198.51.100.1#5300 . SOA", ". NS"});
    settings.server = endpoint("127.0.0.1#5353");
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 3);
    CHECK(plan[0].server.target()->server == endpoint("127.0.0.1#5353"));
    CHECK(plan[1].server.target() == ProbeTarget{.server = endpoint("198.51.100.1#5300")});
    CHECK(plan[2].server.target()->server == endpoint("127.0.0.1#5353"));
}

TEST_CASE("plan: an own address named by --server or @SERVER is asked at home, whichever of them it is") {
    auto settings = settings_with({"192.0.2.53", "198.51.100.53"}, {"@198.51.100.53#5300 . SOA"});
    settings.server = endpoint("192.0.2.53#53");
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 2);
    CHECK(plan[0].server.service() == endpoint("192.0.2.53#53"));
    CHECK(plan[1].server.service() == endpoint("198.51.100.53#5300"));
    for (const auto& probe : plan) {
        CHECK(probe.server.target()->source == ip("127.0.0.1"));
        CHECK_FALSE(probe.server.fallback({VerdictKind::refused, ""}));
    }
}

TEST_CASE("plan: automatic servers are the first service address of each family, and none beside a named server") {
    auto settings = settings_with({"2001:db8::53", "192.0.2.53", "198.51.100.53", "2001:db8::54"});
    CHECK(automatic_servers(settings) == std::vector{ip("192.0.2.53"), ip("2001:db8::53")});
    settings.server = endpoint("127.0.0.1#5353");
    CHECK(automatic_servers(settings).empty());
    settings = settings_with({"2001:db8::53"});
    CHECK(automatic_servers(settings) == std::vector{ip("2001:db8::53")});
}

TEST_CASE("plan: a probe says which service address it asks") {
    auto settings = settings_with({"2001:db8::53", "192.0.2.53", "198.51.100.53"},
                                  {"@198.51.100.53#5300 . SOA", "@192.0.2.1 . SOA", "exec:/bin/true"});
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 5);
    CHECK(plan[0].address == 1);
    CHECK(plan[1].address == 0);
    CHECK(plan[2].address == 2);
    CHECK_FALSE(plan[3].address);
    CHECK_FALSE(plan[4].address);
    const auto settling = plan_settling(settings);
    REQUIRE(settling.size() == 3);
    for (std::size_t i = 0; i < settling.size(); ++i) {
        CHECK(settling[i].address == i);
    }
}

TEST_CASE("plan: without liveness only the checks are asked") {
    auto settings = settings_with({"192.0.2.53"}, {". SOA", ". NS"});
    settings.liveness.reset();
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 2);
    CHECK(plan[0].name() == "check '. SOA'");
    CHECK(plan[1].name() == "check '. NS'");
}

TEST_CASE("plan: liveness has --timeout, the others --check-timeout, and timeout= goes before both") {
    auto settings = settings_with({"192.0.2.53"}, {". SOA", ". NS timeout=50ms"});
    auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 3);
    CHECK(plan[0].timing.timeout == Duration(300ms));
    CHECK(plan[1].timing.timeout == Duration(2s));
    CHECK(plan[2].timing.timeout == Duration(50ms));
    for (const auto& probe : plan) {
        CHECK(probe.timing.interval == Duration(500ms));
        CHECK(probe.timing.fast_interval == Duration(100ms));
    }
    settings.liveness->timeout = 7ms;
    CHECK(plan_probes(settings)[0].timing.timeout == Duration(7ms));
}

TEST_CASE("plan: interval= goes before --interval, and the fast interval is never longer") {
    const auto settings = settings_with({"192.0.2.53"}, {". SOA interval=5s", ". NS interval=50ms"});
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 3);
    CHECK(plan[1].timing.interval == Duration(5s));
    CHECK(plan[1].timing.fast_interval == Duration(100ms));
    CHECK(plan[2].timing.interval == Duration(50ms));
    CHECK(plan[2].timing.fast_interval == Duration(50ms));
}

TEST_CASE("settling: the first probe of a service address, turned to each address in the order given") {
    const auto settings = settings_with({"2001:db8::53", "192.0.2.53", "198.51.100.53"}, {". SOA"});
    const auto plan = plan_settling(settings);
    REQUIRE(plan.size() == 3);
    CHECK(plan[0].server.service() == endpoint("2001:db8::53#53"));
    CHECK(plan[1].server.service() == endpoint("192.0.2.53#53"));
    CHECK(plan[2].server.service() == endpoint("198.51.100.53#53"));
    for (const auto& probe : plan) {
        CHECK(probe.check == &*settings.liveness);
        CHECK(probe.timing.timeout == Duration(300ms));
        CHECK_FALSE(probe.server.fallback({VerdictKind::refused, ""})); // loopback's word is no answer here
    }
}

TEST_CASE("settling: where only a later check asks a service address, that one is asked, at its port") {
    auto settings = settings_with({"192.0.2.53", "198.51.100.53"}, {"@127.0.0.1 . NS", "@198.51.100.53#5300 . SOA"});
    settings.server = endpoint("127.0.0.1#5353");
    const auto plan = plan_settling(settings);
    REQUIRE(plan.size() == 2);
    CHECK(plan[0].check == &settings.checks[1]);
    CHECK(plan[0].server.service() == endpoint("192.0.2.53#5300"));
    CHECK(plan[1].server.service() == endpoint("198.51.100.53#5300"));
    CHECK(plan[1].timing.timeout == Duration(2s));
}

TEST_CASE("settling: nothing where no check asks a service address") {
    auto settings = settings_with({"192.0.2.53"}, {"@127.0.0.1 . NS"});
    settings.server = endpoint("127.0.0.1#5353");
    CHECK(plan_settling(settings).empty());
}

TEST_CASE("roles have the names of the contract") {
    CHECK(std::string(to_string(Role::liveness)) == "liveness");
    CHECK(std::string(to_string(Role::hard)) == "hard");
}

TEST_CASE("plan: a program asks no server, settles nothing, and has the deadline of its role") {
    auto settings = settings_with({"192.0.2.53", "2001:db8::53"}, {"exec:/bin/true"});
    settings.liveness.reset();
    const auto plan = plan_probes(settings);
    REQUIRE(plan.size() == 1);
    CHECK_FALSE(plan[0].server.about());
    CHECK_FALSE(plan[0].server.target());
    CHECK_FALSE(plan[0].server.service());
    CHECK(plan[0].timing.timeout == settings.check_timeout);
    CHECK(plan_settling(settings).empty());
}
