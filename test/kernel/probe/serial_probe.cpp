#include "prober.hpp"

using namespace anyward;
using namespace anyward::test;

namespace {

Bytes with_serial(Bytes answer, std::uint8_t serial) {
    constexpr std::size_t opt_length = 11;
    const Bytes record{0xc0, 12, 0, 6,      0, 1, 0, 0, 0, 60, 0, 22, 0, 0, // the root for both names
                       0,    0,  0, serial, 0, 0, 0, 1, 0, 0,  0, 2,  0, 0, 0, 3, 0, 0, 0, 4};
    answer.insert(answer.end() - opt_length, record.begin(), record.end());
    answer[7] = 1;
    return answer;
}

FakeServer::Answers serving(std::uint8_t serial) {
    return [serial](const Bytes& question) { return Answered{with_serial(response(question), serial)}; };
}

struct SerialProber : Prober {
    void compare_with(const ProbeTarget& reference) {
        check = parse_check("yetiops.net SOA serial=" + reference.server.to_string());
    }
};

} // namespace

TEST_CASE_FIXTURE(SerialProber, "a serial behind the other server's is stale, the same or a later one is good") {
    FakeServer own(loop, serving(41));
    SUBCASE("behind") {
        FakeServer reference(loop, serving(42));
        compare_with(reference.target());
        const auto verdict = ask(own.target(), 2s);
        CHECK(verdict.kind == VerdictKind::stale);
        CHECK(verdict.detail.ends_with("serial 41, behind 42 of " + reference.target().server.to_string()));
    }
    SUBCASE("the same") {
        FakeServer reference(loop, serving(41));
        compare_with(reference.target());
        CHECK(ask(own.target(), 2s).kind == VerdictKind::ok);
    }
    SUBCASE("ahead") {
        FakeServer reference(loop, serving(40));
        compare_with(reference.target());
        const auto verdict = ask(own.target(), 2s);
        CHECK(verdict.kind == VerdictKind::ok);
        CHECK(verdict.detail.find("serial 41, not behind 40 of") != std::string::npos);
    }
}

TEST_CASE_FIXTURE(SerialProber, "a server to compare with that gives no serial fails nobody") {
    FakeServer own(loop, serving(41));
    SUBCASE("not there") {
        compare_with(FakeServer(loop, nullptr).target()); // gone at once
        const auto verdict = ask(own.target(), 2s);
        CHECK(verdict.kind == VerdictKind::ok);
        CHECK(verdict.detail.find("serial not compared: nothing listens on") != std::string::npos);
    }
    SUBCASE("silent") {
        FakeServer reference(loop, [](const Bytes&) { return Answered{}; });
        compare_with(reference.target());
        const auto verdict = ask(own.target(), 100ms);
        CHECK(verdict.kind == VerdictKind::ok);
        CHECK(verdict.rtt >= 100ms); // the answer was waited for
    }
    SUBCASE("without the zone") {
        FakeServer reference(loop, [](const Bytes& question) { return Answered{response(question)}; });
        compare_with(reference.target());
        CHECK(ask(own.target(), 2s).kind == VerdictKind::ok);
    }
}

TEST_CASE_FIXTURE(SerialProber, "a bad answer of the own server is the verdict, whatever the other one says") {
    FakeServer own(loop, [](const Bytes& question) { return Answered{response(question)}; });
    FakeServer reference(loop, serving(42));
    compare_with(reference.target());
    const auto verdict = ask(own.target(), 2s);
    CHECK(verdict.kind == VerdictKind::answer);
    CHECK(verdict.detail.find("0 of the asked records") != std::string::npos);
}
