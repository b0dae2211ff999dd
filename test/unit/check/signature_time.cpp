#include "anyward/check/signature_time.hpp"

#include <doctest/doctest.h>

using namespace anyward;
using namespace std::chrono_literals;

TEST_CASE("signatures: valid now, and for as long as is wanted") {
    constexpr std::time_t now = 1795427945; // 2026-11-23 09:59:05
    CHECK(untimely(1795427945, 1795427946, 1s, now).empty());
    CHECK(untimely(1795427946, 1795427999, 1s, now) == "is not valid before 2026-11-23 09:59:06 UTC");
    CHECK(untimely(1795427000, 1795427945, 1s, now) == "expired at 2026-11-23 09:59:05 UTC");
    CHECK(untimely(1795427000, 1795427946, 2s, now) == "expires at 2026-11-23 09:59:06 UTC, wanted valid for 2s yet");
}

TEST_CASE("signatures: their times wrap, in 2106 for the first time") {
    constexpr std::time_t now = 4294967290; // six seconds before
    CHECK(untimely(4294967000, 100, 100s, now).empty());
    CHECK(untimely(10, 100, 1s, now) == "is not valid before 2106-02-07 06:28:26 UTC");
    CHECK(untimely(4294967000, 4294967289, 1s, now + 100) == "expired at 2106-02-07 06:28:09 UTC");
}
