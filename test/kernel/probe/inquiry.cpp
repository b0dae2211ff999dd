#include "anyward/probe/inquiry.hpp"

#include "prober.hpp"

using namespace anyward;
using namespace anyward::test;

namespace {

/// A service address that is held, and so reachable, and nameservers on it and on loopback as a test wants them.
struct Held : Prober {
    const Endpoint service{ip("192.0.2.53")};
    const Endpoint loopback{ip("127.0.0.1")};
    ServerChoice server = ServerChoice::automatic(service.address, "lo");

    Held() {
        shell("ip route add local 192.0.2.53 dev lo table local");
        server.set_presence({.held = true});
    }
    FakeServer answering(const Endpoint& at) {
        return FakeServer(
            loop, [](const Bytes& question) { return Answered{response(question)}; }, -1, at);
    }
    Verdict inquire() {
        std::optional<Verdict> heard;
        Inquiry inquiry(loop, check, server, 2s);
        inquiry.start([&](const Verdict& verdict) {
            CHECK_FALSE(heard);
            CHECK(inquiry.ended());
            heard = verdict;
            loop.stop();
        });
        CHECK_FALSE(heard); // never from within its start
        loop.run();
        return heard.value();
    }
};

} // namespace

TEST_CASE_FIXTURE(Held, "where the service address answers, nobody else is asked") {
    auto own = answering(service);
    auto other = answering(loopback);
    const auto verdict = inquire();
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(verdict.detail.starts_with("192.0.2.53#53: "));
    CHECK(other.questions.empty());
}

TEST_CASE_FIXTURE(Held, "where the withdrawn service address refuses, loopback is asked, and there is one verdict") {
    SUBCASE("which answers") {
        auto other = answering(loopback);
        const auto verdict = inquire();
        CHECK(verdict.kind == VerdictKind::ok);
        CHECK(verdict.detail.starts_with("127.0.0.1#53: "));
    }
    SUBCASE("which answers, and does not count") {
        auto other = answering(loopback);
        server.set_loopback_counts(false);
        CHECK(inquire().kind == VerdictKind::settle);
    }
    SUBCASE("which refuses as well") {
        const auto verdict = inquire();
        CHECK(verdict.kind == VerdictKind::refused);
        CHECK(verdict.detail == "nothing listens on 192.0.2.53#53; nothing listens on 127.0.0.1#53");
    }
}

TEST_CASE_FIXTURE(Held, "where the announced service address refuses, that is the verdict") {
    auto other = answering(loopback);
    server.set_presence({.announced = true});
    const auto verdict = inquire();
    CHECK(verdict.kind == VerdictKind::refused);
    CHECK(verdict.detail == "nothing listens on 192.0.2.53#53");
    CHECK(other.questions.empty());
}

TEST_CASE_FIXTURE(Held, "an inquiry may be ended by its own verdict") {
    auto other = answering(loopback);
    std::optional<Inquiry> inquiry;
    inquiry.emplace(loop, check, server, 2s);
    std::string detail;
    inquiry->start([&](const Verdict& verdict) {
        inquiry.reset();
        detail = verdict.detail;
        loop.stop();
    });
    loop.run();
    CHECK(detail.starts_with("127.0.0.1#53: "));
}
