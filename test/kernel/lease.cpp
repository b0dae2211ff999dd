#include "host.hpp"

#include <chrono>
#include <thread>

using namespace anyward;
using namespace anyward::test;

namespace {

struct LeasedHost : Host {
    LeasedHost() { plan.lease = Lease{.length = 10s, .step = 3s}; }

    /// valid_lft as ip shows it, of both addresses.
    static std::string lifetimes() {
        return output_of(
            "ip -o addr show dev lo | sed -n '/169.254.0.1\\|2001:db8::53/s/.*valid_lft \\([^ ]*\\) .*/\\1/p' | "
            "uniq");
    }
};

} // namespace

TEST_CASE_FIXTURE(LeasedHost, "an announced address has a lease from the evidence on, of both families") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    CHECK(is<Announced>(announcement.reconcile({Wanted::announced, 0, now - 1500ms}, now)));
    CHECK(lifetimes() == "8sec\n");
    CHECK_FALSE(announcement.retry_at());
}

TEST_CASE_FIXTURE(LeasedHost, "it is renewed once that is worth it, and keeps label, scope, metric and flags") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile({Wanted::announced, 7, now}, now);
    const auto shape = [] {
        return output_of("ip -o addr show dev lo | sed 's/valid_lft.*//'; ip -6 route show dev lo");
    };
    const auto before = shape();
    REQUIRE(has(before, "metric 7"));
    REQUIRE(has(before, "nodad"));
    announcement.reconcile({Wanted::announced, 7, now + 2999ms}, now + 2999ms);
    CHECK(lifetimes() == "10sec\n");
    CHECK(announcement.reconcile({Wanted::announced, 7, now + 13s}, now + 10s).empty());
    CHECK(lifetimes() == "13sec\n");
    CHECK(shape() == before);
    CHECK_FALSE(said("somebody deleted"));
}

TEST_CASE_FIXTURE(LeasedHost, "without a renewal the kernel deletes it") {
    plan.lease = Lease{.length = 1s, .step = 1s};
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile({Wanted::announced, 0, now}, now);
    REQUIRE(announced());
    const auto gone = [] { return !has(addresses(), "169.254.0.1") && !has(addresses(), "2001:db8::53"); };
    for (const auto deadline = Clock::now() + 60s; !gone() && Clock::now() < deadline;) {
        std::this_thread::sleep_for(10ms);
    }
    CHECK(gone());
    CHECK(held());
}

TEST_CASE_FIXTURE(LeasedHost, "an adopted address gets a lease at once, but no longer one before something passes") {
    SUBCASE("from an address for ever") {
        shell("ip addr add 169.254.0.1/32 dev lo label lo:1 && ip addr add 2001:db8::53/128 dev lo nodad");
        Announcement announcement(log, plan);
        CHECK(is<Adopted>(announcement.begin(now)));
        announcement.reconcile({Wanted::as_found, 0, {}}, now);
        CHECK(lifetimes() == "10sec\n");
        announcement.reconcile({Wanted::as_found, 0, {}}, now + 5s);
        CHECK(lifetimes() == "10sec\n");
    }
    SUBCASE("from a lease that a predecessor left running") {
        shell("ip addr add 169.254.0.1/32 dev lo label lo:1 valid_lft 6 preferred_lft 6");
        shell("ip addr add 2001:db8::53/128 dev lo nodad valid_lft 6 preferred_lft 6");
        Announcement announcement(log, plan);
        announcement.begin(now);
        announcement.reconcile({Wanted::as_found, 0, {}}, now);
        CHECK(lifetimes() == "6sec\n");
        announcement.reconcile({Wanted::announced, 0, now}, now);
        CHECK(lifetimes() == "10sec\n");
    }
}

TEST_CASE_FIXTURE(LeasedHost, "a lease that is released, or off, makes the address permanent") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile({Wanted::announced, 0, now}, now);
    announcement.release_lease();
    announcement.reconcile({Wanted::announced, 0, now}, now);
    CHECK(lifetimes() == "forever\n");
}
