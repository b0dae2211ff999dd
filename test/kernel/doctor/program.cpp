#include "anyward/doctor/program.hpp"

#include <doctest/doctest.h>

using namespace anyward::doctor;

TEST_CASE("programs are run to their end") {
    CHECK(run_program({"sh", "-c", "echo out; echo err >&2; exit 3"}).text == "out\nerr\n");
    CHECK(run_program({"sh", "-c", "exit 3"}).status == 3);
    CHECK(run_program({"sh", "-c", "kill -KILL $$"}).status == 128 + 9);
    CHECK(output_of({"sh", "-c", "head -c 200000 /dev/zero"}).size() == 200000);
    CHECK_THROWS_WITH_AS(run_program({"anyward-no-such-program"}), "anyward-no-such-program is not here", NotLookedAt);
    CHECK_THROWS_WITH_AS(output_of({"sh", "-c", "echo first; echo why; exit 1"}), "sh: why", NotLookedAt);
    CHECK_THROWS_WITH_AS(output_of({"false"}), "false: it said nothing", NotLookedAt);
}
