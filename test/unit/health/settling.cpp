#include "anyward/health/settling.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

TEST_CASE("settling: not under way before it starts, nor where there is nothing to wait for") {
    Settling settling;
    CHECK_FALSE(settling.under_way());
    settling.add({0, VerdictKind::ok, "NOERROR"});
    settling.start(0, Time{2s});
    CHECK_FALSE(settling.under_way());
    CHECK(settling.unanswered().empty());
}

TEST_CASE("settling: over with the last address that has answered, in whatever order") {
    Settling settling;
    settling.start(3, Time{2s});
    CHECK(settling.until() == Time{2s});
    CHECK(settling.first_unanswered().detail == "no answer yet");
    settling.add({1, VerdictKind::ok, "NOERROR"});
    CHECK(settling.unanswered() == std::vector<std::size_t>{0, 2});
    settling.add({0, VerdictKind::refused, "nothing listens"});
    CHECK(settling.first_unanswered().kind == VerdictKind::refused);
    CHECK(settling.first_unanswered().detail == "refused: nothing listens");
    settling.add({1, VerdictKind::timeout, "later"}); // it has answered once
    CHECK(settling.unanswered() == std::vector<std::size_t>{0, 2});
    settling.add({0, VerdictKind::ok, "NOERROR"});
    settling.add({2, VerdictKind::ok, "NOERROR"});
    CHECK_FALSE(settling.under_way());
    CHECK_FALSE(settling.until());
}

TEST_CASE("settling: it starts anew, and is stopped") {
    Settling settling;
    settling.start(1, Time{2s});
    settling.add({0, VerdictKind::ok, "NOERROR"});
    settling.start(1, Time{5s});
    CHECK(settling.unanswered() == std::vector<std::size_t>{0});
    settling.stop();
    CHECK(settling.unanswered().empty());
}
