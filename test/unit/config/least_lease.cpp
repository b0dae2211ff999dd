#include "anyward/config/least_lease.hpp"

#include "command_line.hpp"
#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

namespace {

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
