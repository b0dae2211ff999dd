#include "anyward/announce/lease.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

namespace {

const std::optional<Lease> ten_seconds = Lease{.length = 10s, .step = 3s};
constexpr Time now{1h};

std::optional<Lifetime> renewed(std::optional<Time> expires, std::optional<Time> evidence) {
    return renewal(ten_seconds, expires, evidence, now);
}

} // namespace

TEST_CASE("lease: renewed when it can be longer by half of what it has to spare, and the second the kernel rounds by") {
    const auto lease = Lease::with_spare(10s, 4800ms);
    CHECK(lease.length == 10s);
    CHECK(lease.step == 1s + (10s - 4800ms) / 2);
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
