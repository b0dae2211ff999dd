#include "anyward/operator/drain_file.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

TEST_CASE("drain file: reason and end") {
    using namespace std::chrono;
    const auto order = parse_drain_order(R"({"reason": "kernel update", "until": "2026-11-23T10:00:05Z"})");
    CHECK(order.reason == "kernel update");
    CHECK(order.until == sys_days(year(2026) / 11 / 23) + 10h + 5s);
    CHECK(parse_drain_order(R"({"reason": "x", "more": 1})") == DrainOrder{"x", {}});
    CHECK(parse_drain_order("{}") == DrainOrder{});
}

TEST_CASE("drain file: whatever is in it, it asks for a drain") {
    for (const auto* text : {"", "please", "[]", "1", "{", R"({"reason": 1, "until": 2})", R"({"until": "tomorrow"})",
                             R"({"until": "2026-11-23T10:00:05Z or so"})", "\xff\xfe"}) {
        CAPTURE(std::string(text));
        CHECK(parse_drain_order(text) == DrainOrder{});
    }
}

TEST_CASE("drain file: the reason has no control characters") {
    CHECK(parse_drain_order(R"({"reason": "a\nb\u001b[31m\u009b0m\u0085 ä"})").reason == "a b [31m 0m  ä");
}
