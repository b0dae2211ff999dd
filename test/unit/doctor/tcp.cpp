#include "anyward/doctor/tcp.hpp"

#include "anyward/doctor/program.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("TCP") {
    const Verdict ok{VerdictKind::ok, "fine"};
    const Verdict refused{VerdictKind::refused, "nothing listens"};
    CHECK(ids(examine_tcp({{"localhost A", ok, ok}})) == Ids{});
    CHECK(ids(examine_tcp({{"localhost A", ok, refused}})) == Ids{"server-without-tcp"});
    CHECK(ids(examine_tcp({{"localhost A", refused, refused}, {"localhost A", ok, ok}})) == Ids{});
    CHECK_THROWS_AS(examine_tcp({{"localhost A", refused, ok}}), NotLookedAt);
}
