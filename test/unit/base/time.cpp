#include "anyward/base/time.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

TEST_CASE("durations: a whole number with its unit") {
    CHECK(parse_duration("1us") == Duration(1));
    CHECK(parse_duration("200ms") == Duration(200ms));
    CHECK(parse_duration("2s") == Duration(2s));
    CHECK(parse_duration("15min") == Duration(15min));
    CHECK(parse_duration("1h") == Duration(1h));
    CHECK(parse_duration("3d") == Duration(72h));
    CHECK(parse_duration("0s") == Duration(0));
    CHECK(parse_duration("007ms") == Duration(7ms));
}

TEST_CASE("durations: everything else is refused") {
    for (const auto* text : {"", "5", "s", "ms", "5 s", " 5s", "5s ", "5S", "5sec", "5m", "1.5s", "1e3ms", "+5s", "-5s",
                             "-1us", "0x5s", "5s5s", "five s", "\xc2\xb5s"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("durations: up to a year, and no overflow beyond it") {
    CHECK(parse_duration("365d") == Duration(24h * 365));
    for (const auto* text : {"366d", "8761h", "31536001s", "31536000000001us", "9223372036854775807us",
                             "9223372036854775807d", "9223372036854775808us", "99999999999999999999999s"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_duration(text));
    }
}

TEST_CASE("durations: written in the largest unit that is exact") {
    CHECK(format_duration(Duration(0)) == "0s");
    CHECK(format_duration(Duration(1)) == "1us");
    CHECK(format_duration(500ms) == "500ms");
    CHECK(format_duration(1500ms) == "1500ms");
    CHECK(format_duration(2s) == "2s");
    CHECK(format_duration(90s) == "90s");
    CHECK(format_duration(15min) == "15min");
    CHECK(format_duration(24h) == "1d");
    CHECK(format_duration(25h) == "25h");
}

TEST_CASE("durations: what is written is read as the same") {
    for (const Duration::rep count : {0L, 1L, 999L, 1'000L, 1'001L, 60'000'000L, 90'000'000L, 3'600'000'000L,
                                      86'400'000'000L, 123'456'789L, 365 * 86'400'000'000L}) {
        CAPTURE(count);
        CHECK(parse_duration(format_duration(Duration(count))) == Duration(count));
    }
}

TEST_CASE("measured times: a tenth of a millisecond while that says something") {
    CHECK(format_elapsed(Duration(0)) == "0.0 ms");
    CHECK(format_elapsed(Duration(432)) == "0.4 ms");
    CHECK(format_elapsed(Duration(9'940)) == "9.9 ms");
    CHECK(format_elapsed(300ms) == "300 ms");
    CHECK(format_elapsed(2s) == "2000 ms");
}

TEST_CASE("times of day: RFC 3339 in UTC") {
    using namespace std::chrono;
    const WallTime time = sys_days(year(2026) / 11 / 23) + 10h + 5s + 7ms;
    CHECK(format_time(time) == "2026-11-23T10:00:05.007Z");
    CHECK(format_time(time + 999us) == "2026-11-23T10:00:05.007Z");
    CHECK(parse_time("2026-11-23T10:00:05.007Z") == time);
    CHECK(parse_time("2026-11-23T10:00:05Z") == time - 7ms);
    CHECK(*parse_time("9999-12-31T23:59:59Z") > time + 24h * 365 * 200);
    CHECK(*parse_time("0001-01-01T00:00:00.999Z") < time - 24h * 365 * 200);
    CHECK(parse_time(format_time(*parse_time("9999-12-31T23:59:59.999Z"))) == parse_time("9999-12-31T23:59:59.999Z"));
    for (const auto* text :
         {"", "tomorrow", "2026-11-23T10:00:05", "2026-11-23T10:00:05.07Z", "2026-11-23T10:00:05.00xZ",
          "2026-11-23T10:00:05.007z", "2026-11-23T10:00:05.007+", "2026-11-23T10:00:05Z or so"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(parse_time(text));
    }
}
