#include "anyward/probe/prober.hpp"

#include "probed.hpp"

#include <string>

using namespace anyward;
using namespace anyward::test;

namespace {

Bytes servfail(const Bytes& question) {
    auto answer = response(question);
    answer[3] |= 2; // RCODE
    return answer;
}

} // namespace

TEST_CASE_FIXTURE(Probed, "rows are the plan's, and each has its verdicts, in its record before they are told") {
    settings.checks = {parse_check("@127.0.0.1#5300 . SOA"), parse_check("@127.0.0.1#5301 . NS")};
    auto own = answering(first);
    auto good = answering({ip("127.0.0.1"), 5300});
    on_verdict = [&](Row row) {
        CHECK(prober->report(row).record.probes == 1);
        CHECK(prober->report(row).record.last->detail == verdicts.back().verdict.detail);
        if (verdicts.size() == 3) {
            loop.stop();
        }
        return Pace::steady;
    };
    start();
    follow({held, held});
    loop.run();
    REQUIRE(prober->row_count() == 3);
    REQUIRE(verdicts.size() == 3);
    std::vector<VerdictKind> kinds(3);
    for (const auto& heard : verdicts) {
        kinds[heard.index] = heard.verdict.kind;
    }
    CHECK(kinds == std::vector{VerdictKind::ok, VerdictKind::ok, VerdictKind::refused});
    CHECK(prober->report(0).role == Role::liveness);
    CHECK(prober->report(0).asked == first);
    CHECK(prober->report(1).spec == "@127.0.0.1#5300 . SOA");
    CHECK(prober->report(2).role == Role::hard);
    CHECK(prober->report(2).about == Endpoint{ip("127.0.0.1"), 5301});
}

TEST_CASE_FIXTURE(Probed, "a row is asked again as soon as it is told") {
    constexpr std::size_t failures = 3;
    FakeServer server(
        loop,
        [&](const Bytes& question) {
            return Answered{verdicts.size() < failures ? servfail(question) : response(question)};
        },
        -1, first);
    settings.liveness = parse_check("localhost A");
    on_verdict = [&](Row) {
        const bool failed = verdicts.back().verdict.kind != VerdictKind::ok;
        if (!failed) {
            stop_soon();
        }
        return failed ? Pace::fast : Pace::steady;
    };
    start();
    follow({held, held});
    loop.run();
    REQUIRE(verdicts.size() == failures + 1);
    CHECK(server.questions.size() == failures + 1); // and none after the pass
    CHECK(verdicts[0].verdict.kind == VerdictKind::rcode);
    CHECK(prober->report(0).record.failures == failures);
}

TEST_CASE_FIXTURE(Probed, "with another presence another server is asked at once, though nothing is due for an hour") {
    auto at_home = answering(first);
    auto beside = answering(loopback);
    on_verdict = [&](Row) {
        switch (verdicts.size()) {
        case 1:
            CHECK(prober->report(0).asked == loopback); // as nothing is announced or held
            follow({held, held});
            break;
        case 2:
            CHECK(prober->report(0).asked == first);
            follow({{}, held});
            break;
        default:
            loop.stop();
        }
        CHECK(prober->report(0).about == first);
        return Pace::steady;
    };
    start();
    loop.run();
    REQUIRE(verdicts.size() == 3);
    CHECK(verdicts[0].verdict.detail.starts_with("127.0.0.1#53: "));
    CHECK(verdicts[1].verdict.detail.starts_with("192.0.2.53#53: "));
    CHECK(verdicts[2].verdict.detail.starts_with("127.0.0.1#53: "));
}

TEST_CASE_FIXTURE(Probed, "what another server was asked before is forgotten") {
    settings.timeout = 40ms;
    auto beside = silent(loopback);
    beside.after_serving = [&] { follow({held, held}); };
    auto at_home = answering(first);
    on_verdict = [&](Row) {
        stop_soon();
        return Pace::steady;
    };
    start();
    loop.run();
    REQUIRE(verdicts.size() == 1);
    CHECK(verdicts[0].verdict.detail.starts_with("192.0.2.53#53: "));
}

TEST_CASE_FIXTURE(Probed, "where loopback is ignored its answers do not count, until it is not any more") {
    auto beside = answering(loopback);
    on_verdict = [&](Row) {
        if (verdicts.size() == 2) {
            loop.stop();
        }
        follow({{}, {}}, false, {}, {});
        return Pace::at_once;
    };
    start();
    follow({{}, {}}, false, {}, {0});
    loop.run();
    REQUIRE(verdicts.size() == 2);
    CHECK(verdicts[0].verdict.kind == VerdictKind::settle);
    CHECK(verdicts[1].verdict.kind == VerdictKind::ok);
}

TEST_CASE_FIXTURE(Probed, "an unsettled address, and no other, is asked at the fast interval until it has settled") {
    auto server = answering(second);
    auto other = answering(first);
    on_settling = [&] {
        if (settling.size() == 3) {
            follow({announced, announced}, true);
            stop_soon();
        }
    };
    start();
    follow({announced, announced}, true);
    on_verdict = [&](Row) {
        CHECK(server.questions.empty()); // only now
        follow({announced, announced}, true, {1});
        return Pace::steady;
    };
    loop.run();
    CHECK(settling.size() == 3); // and none after it has settled
    CHECK(verdicts.size() == 1);
    for (const auto& heard : settling) {
        CHECK(heard.index == 1);
        CHECK(heard.verdict.detail.starts_with("192.0.2.54#53: "));
    }
}

TEST_CASE_FIXTURE(Probed, "stopped from a verdict, nothing is asked any more, and following does not change that") {
    auto at_home = answering(first);
    auto beside = answering(loopback);
    on_verdict = [&](Row) {
        prober->stop();
        follow({{}, {}}, true, {0, 1});
        stop_soon();
        return Pace::at_once;
    };
    start();
    follow({held, held});
    loop.run();
    CHECK(verdicts.size() == 1);
    CHECK(at_home.questions.size() == 1);
    CHECK(beside.questions.empty());
}

TEST_CASE_FIXTURE(Probed, "verdicts of every row, good or bad, keep the prober on schedule") {
    settings.timeout = 500ms;
    settings.checks = {parse_check("@127.0.0.1#5300 . SOA timeout=500ms")};
    auto server = silent(loopback);
    auto other = silent({ip("127.0.0.1"), 5300});
    constexpr auto longest = 1h + 2 * 500ms + 2s;
    const auto started = EventLoop::now();
    start();
    CHECK(prober->on_schedule(started + longest));
    CHECK_FALSE(prober->on_schedule(EventLoop::now() + longest + 1us));
    on_verdict = [&](Row) {
        const bool both = verdicts.size() == 2;
        CHECK(prober->on_schedule(started + longest + 500ms) == both);
        if (both) {
            loop.stop();
        }
        return Pace::steady;
    };
    loop.run();
    CHECK(verdicts.size() == 2);
}
