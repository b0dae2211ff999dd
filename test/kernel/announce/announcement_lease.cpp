#include "host.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <sstream>
#include <thread>

using namespace anyward;
using namespace anyward::test;

namespace {

struct LeasedHost : Host {
    LeasedHost() { lease = Lease{.length = 10s, .step = 3s}; }

    /// What the kernel gives both addresses; `ip` may be late to ask, so a second or two less is as good.
    static bool last(int seconds) {
        const auto lifetimes = output_of(
            "ip -o addr show dev lo | sed -n '/169.254.0.1\\|2001:db8::53/s/.*valid_lft \\([0-9]*\\)sec.*/\\1/p'");
        std::istringstream words(lifetimes);
        const std::vector<int> all{std::istream_iterator<int>(words), {}};
        return all.size() == 2 &&
               std::ranges::all_of(all, [=](int one) { return one <= seconds && one >= seconds - 2; });
    }
    static bool last_for_ever() {
        return output_of("ip -o addr show dev lo | grep -c '\\(169.254.0.1\\|2001:db8::53\\)/.*valid_lft forever'") ==
               "2\n";
    }
};

} // namespace

TEST_CASE_FIXTURE(LeasedHost, "an announced address has a lease from the evidence on, of both families") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    CHECK(is<Announced>(announcement.reconcile(goal(Wanted::announced, 0, now - 1500ms), now)));
    CHECK(last(8));
    CHECK_FALSE(announcement.retry_at());
}

TEST_CASE_FIXTURE(LeasedHost, "it is renewed once that is worth it, and keeps label, scope, metric and flags") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 7, now), now);
    const auto shape = [] {
        return output_of("ip -o addr show dev lo | sed 's/valid_lft.*//'; ip -6 route show dev lo");
    };
    const auto before = shape();
    REQUIRE(has(before, "metric 7"));
    REQUIRE(has(before, "nodad"));
    announcement.reconcile(goal(Wanted::announced, 7, now + 2999ms), now + 2999ms);
    CHECK(last(10));
    CHECK(announcement.reconcile(goal(Wanted::announced, 7, now + 13s), now + 10s).empty());
    CHECK(last(13));
    CHECK(shape() == before);
    CHECK_FALSE(said("somebody deleted"));
}

TEST_CASE_FIXTURE(LeasedHost, "without a renewal the kernel deletes it") {
    lease = Lease{.length = 1s, .step = 1s};
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0, now), now);
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
        announcement.reconcile(goal(Wanted::as_found, 0), now);
        CHECK(last(10));
        announcement.reconcile(goal(Wanted::as_found, 0), now + 5s);
        CHECK(last(10));
    }
    SUBCASE("from a lease that a predecessor left running") {
        shell("ip addr add 169.254.0.1/32 dev lo label lo:1 valid_lft 6 preferred_lft 6");
        shell("ip addr add 2001:db8::53/128 dev lo nodad valid_lft 6 preferred_lft 6");
        Announcement announcement(log, plan);
        announcement.begin(now);
        announcement.reconcile(goal(Wanted::as_found, 0), now);
        CHECK(last(6));
        announcement.reconcile(goal(Wanted::announced, 0, now), now);
        CHECK(last(10));
    }
}

TEST_CASE_FIXTURE(LeasedHost,
                  "what the kernel deletes at the end of its lease is not put back, and nobody is accused") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0, now), now);
    shell("ip addr del 169.254.0.1/32 dev lo && ip addr del 2001:db8::53/128 dev lo");
    announcement.kernel_changed();
    CHECK(is<LeaseExpired>(announcement.reconcile(goal(Wanted::announced, 0, now + 5s), now + 9500ms)));
    CHECK_FALSE(announced());
    CHECK_FALSE(said("somebody deleted"));
}

TEST_CASE_FIXTURE(LeasedHost, "an address that was deleted a moment ago, unheard of yet, is not renewed into being") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0, now), now);
    shell("ip addr del 169.254.0.1/32 dev lo && ip addr del 2001:db8::53/128 dev lo");
    const auto news = announcement.reconcile(goal(Wanted::announced, 0, now + 5s), now + 5s);
    REQUIRE(news.size() == 2); // heard of, and put back as such
    CHECK(std::holds_alternative<AddressGone>(news[0]));
    CHECK(said("somebody deleted"));
    CHECK(has(addresses(), "lo:1"));
}

TEST_CASE_FIXTURE(LeasedHost, "a deprecated address, which the host does not use as a source, stays deprecated") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:1 && ip addr add 2001:db8::53/128 dev lo nodad preferred_lft 0");
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0, now), now);
    CHECK(last(10));
    CHECK(has(output_of("ip -6 addr show to 2001:db8::53"), "deprecated"));
}

TEST_CASE_FIXTURE(LeasedHost, "a withdrawal, and another metric, leave no IPv6 route behind") {
    const auto routes = [] { return output_of("ip -6 route show 2001:db8::53"); };
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 7, now), now);
    REQUIRE(has(routes(), "metric 7"));
    announcement.reconcile(goal(Wanted::announced, 9, now), now);
    CHECK_FALSE(has(routes(), "metric 7"));
    CHECK(has(routes(), "metric 9"));
    announcement.reconcile(goal(Wanted::withdrawn, 9, now), now);
    CHECK(routes().empty());
    CHECK_FALSE(announced());
}

TEST_CASE_FIXTURE(LeasedHost, "with the lease off the address is permanent once something has passed") {
    Announcement announcement(log, plan);
    announcement.begin(now);
    announcement.reconcile(goal(Wanted::announced, 0, now), now);
    lease.reset();
    announcement.reconcile(goal(Wanted::as_found), now);
    CHECK(last(10));
    announcement.reconcile(goal(Wanted::announced, 0, now), now);
    CHECK(last_for_ever());
}

TEST_CASE_FIXTURE(LeasedHost, "what is to be kept is permanent, whatever has passed") {
    shell("ip addr add 169.254.0.1/32 dev lo label lo:1 valid_lft 60 preferred_lft 60");
    Announcement announcement(log, plan);
    announcement.begin(now);
    auto last_goal = goal(Wanted::as_found);
    last_goal.keep = true;
    announcement.reconcile(last_goal, now);
    CHECK(has(output_of("ip addr show dev lo to 169.254.0.1"), "valid_lft forever"));
    CHECK_FALSE(has(addresses(), "2001:db8::53")); // nothing is added
    last_goal.wanted = Wanted::announced;
    announcement.reconcile(last_goal, now);
    CHECK(last_for_ever());
}
