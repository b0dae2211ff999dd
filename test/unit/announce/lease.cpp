#include "anyward/announce/lease.hpp"

#include "command_line.hpp"
#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

namespace {

const std::optional<Lease> ten_seconds = Lease{.length = 10s, .step = 3s};
constexpr Time now{1h};

std::optional<Lifetime> renewed(std::optional<Time> expires, std::optional<Time> evidence) {
    return renewal(ten_seconds, expires, evidence, now);
}

Duration least(std::initializer_list<std::string> flags) {
    return least_lease(settings_of(run_with(flags)));
}

} // namespace

TEST_CASE("lease: the shortest one covers what the confirmation of a failure takes") {
    CHECK(least({}) == 1s + 2 * 500ms + 300ms + 2 * (100ms + 300ms));
    CHECK(least({"--check", ". SOA"}) == 1s + 2 * 500ms + 2s + 2 * (100ms + 300ms));
    CHECK(least({"--check", ". SOA timeout=4s"}) == 1s + 2 * 500ms + 4s + 2 * (100ms + 300ms));
    CHECK(least({"--interval", "100ms", "--timeout", "20ms", "--fall", "1"}) == 3s); // and never less
}

TEST_CASE("lease: a check that is asked seldom needs a longer one only where nothing is asked more often") {
    CHECK(least({"--check", ". SOA interval=1min", "--lease", "1h"}) == least({"--check", ". SOA"}));
    CHECK(least({"--check", ". SOA interval=1min", "--liveness", "none", "--lease", "1h"}) ==
          1s + 2 * 60s + 2s + 2 * (100ms + 300ms));
}

TEST_CASE("lease: programs run one after the other, each for as long as its timeout") {
    CHECK(least({"--liveness", "none", "--check", "exec:/bin/true", "--lease", "1min"}) ==
          1s + (500ms + 2 * 2s) + 2s + 2 * (100ms + 2s));
    CHECK(least({"--check", "exec:/bin/true"}) == 1s + 2 * 500ms + 2s + 2 * (100ms + 2s));
}

TEST_CASE("lease: where only some of the checks must pass, the one that is asked most often may be failing") {
    const std::string often = ". SOA interval=1s";
    const std::string seldom = ". NS interval=5s";
    CHECK(least({"--liveness", "none", "--check", often, "--check", seldom, "--lease", "1min"}) ==
          1s + 2 * 1s + 2s + 2 * (100ms + 300ms));
    CHECK(least({"--liveness", "none", "--check", often, "--check", seldom, "--require", "any", "--lease", "1min"}) ==
          1s + 2 * 5s + 2s + 2 * (100ms + 300ms));
    CHECK(least({"--check", seldom, "--require", "any", "--lease", "1min"}) == least({"--check", ". SOA"}));
}

TEST_CASE("lease: soft checks are no evidence and need no lease") {
    CHECK(least({"--soft-check", ". SOA timeout=9s interval=1ms"}) == least({}));
}

TEST_CASE("lease: renewed when it can be longer by half of what it has to spare, and the second the kernel rounds by") {
    const auto lease = lease_from(settings_of(run_with({"--check", ". SOA"})));
    REQUIRE(lease);
    CHECK(lease->length == 10s);
    CHECK(lease->step == 1s + (10s - 4800ms) / 2);
    CHECK_FALSE(lease_from(settings_of(run_with({"--lease", "off"}))));
}

TEST_CASE("lease: it runs from the evidence, in the kernel's whole seconds") {
    CHECK(lifetime(ten_seconds, now, now) == Lifetime(10s));
    CHECK(lifetime(ten_seconds, now - 1us, now) == Lifetime(9s));
    CHECK(lifetime(ten_seconds, now - 4s, now) == Lifetime(6s));
    CHECK(lifetime(std::nullopt, now, now) == for_ever);
}

TEST_CASE("lease: a step longer is worth a renewal, less is not") {
    CHECK(renewed(now + 7s, now) == Lifetime(10s));
    CHECK_FALSE(renewed(now + 7s + 1us, now));
    CHECK_FALSE(renewed(now + 10s, now));
}

TEST_CASE("lease: without new evidence it runs on, whatever the time") {
    for (const auto evidence : {now, now - 3s, now - 9s}) {
        CHECK_FALSE(renewed(evidence + 10s, evidence));
    }
}

TEST_CASE("lease: an end that is later, or none, becomes this one") {
    CHECK(renewed(std::nullopt, now) == Lifetime(10s));
    CHECK(renewed(now + 1h, now - 2s) == Lifetime(8s));
    CHECK_FALSE(renewed(now + 11s, now)); // rounding
}

TEST_CASE("lease: an adopted address that nothing vouches for yet gets a shorter end, never a later one") {
    CHECK(renewed(std::nullopt, std::nullopt) == Lifetime(10s));
    CHECK(renewed(now + 1h, std::nullopt) == Lifetime(10s));
    CHECK_FALSE(renewed(now + 2s, std::nullopt));
    CHECK_FALSE(renewed(now + 10s, std::nullopt));
}

TEST_CASE("lease: off, an end is taken away once something passes") {
    CHECK(renewal(std::nullopt, now + 5s, now, now) == for_ever);
    CHECK_FALSE(renewal(std::nullopt, now + 5s, std::nullopt, now));
    CHECK_FALSE(renewal(std::nullopt, std::nullopt, now, now));
}
