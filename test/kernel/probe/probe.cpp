#include "prober.hpp"

using namespace anyward;
using namespace anyward::test;

TEST_CASE_FIXTURE(Prober, "an answer is ok, and the question is what dig would send") {
    FakeServer server(loop, [](const Bytes& question) { return Answered{response(question)}; });
    const auto verdict = ask(server.target());
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(verdict.detail.ends_with(": NOERROR, 0 answers"));
    CHECK(verdict.rtt > 0us);
    REQUIRE(server.questions.size() == 1);
    CHECK(server.questions[0][2] == 0x01); // RD
}

TEST_CASE_FIXTURE(Prober, "each probe has an id and a source port of its own") {
    FakeServer server(loop, [](const Bytes& question) { return Answered{response(question)}; });
    ask_all({server.target(), server.target(), server.target()});
    REQUIRE(server.questions.size() == 3);
    const auto id = [&](std::size_t i) { return server.questions[i][0] << 8 | server.questions[i][1]; };
    CHECK((id(0) != id(1) || id(1) != id(2))); // three of 65536 are the same once in 4 thousand million runs
    CHECK((server.sources[0] != server.sources[1] || server.sources[1] != server.sources[2]));
}

TEST_CASE_FIXTURE(Prober, "where nothing listens the kernel's refusal is the verdict") {
    const auto target = FakeServer(loop, nullptr).target(); // gone at once
    const auto verdict = ask(target);
    CHECK(verdict.kind == VerdictKind::refused);
    CHECK(verdict.detail == "nothing listens on " + target.server.to_string());
}

TEST_CASE_FIXTURE(Prober, "silence is a timeout, not before the deadline") {
    FakeServer server(loop, [](const Bytes&) { return Answered{}; });
    const auto verdict = ask(server.target(), 50ms);
    CHECK(verdict.kind == VerdictKind::timeout);
    CHECK(verdict.detail.ends_with("did not answer within 50ms"));
    CHECK(verdict.rtt >= 50ms);
}

TEST_CASE_FIXTURE(Prober, "a foreign answer does not stand in for the real one") {
    FakeServer server(loop, [](const Bytes& question) {
        return Answered{with_other_id(response(question)), Bytes{1, 2, 3}, response(question)};
    });
    CHECK(ask(server.target()).kind == VerdictKind::ok);
}

TEST_CASE_FIXTURE(Prober, "nothing but a foreign answer is a mismatch at the deadline") {
    FakeServer server(loop, [](const Bytes& question) { return Answered{with_other_id(response(question))}; });
    const auto verdict = ask(server.target(), 50ms);
    CHECK(verdict.kind == VerdictKind::mismatch);
    CHECK(verdict.rtt >= 50ms);
}

TEST_CASE_FIXTURE(Prober, "an answer from another port is nobody's") {
    FakeServer server(
        loop, [](const Bytes& question) { return Answered{response(question)}; }, FakeServer::bound_socket());
    CHECK(ask(server.target(), 50ms).kind == VerdictKind::timeout);
}

TEST_CASE_FIXTURE(Prober, "an answer that has arrived is read before its deadline is judged") {
    const Duration timeout = 50ms;
    // The loop itself is late: it serves the question, and comes back only when the deadline is long past.
    FakeServer server(loop, [&](const Bytes& question) { return Answered{response(question)}; });
    server.after_serving = [&] {
        for (const auto end = EventLoop::now() + 2 * timeout; EventLoop::now() < end;) {
        }
    };
    CHECK(ask(server.target(), timeout).kind == VerdictKind::ok);
}

TEST_CASE_FIXTURE(Prober, "a truncated answer is asked for again over TCP, and read in whatever parts it comes") {
    FakeServer server(loop, [](const Bytes& question) { return Answered{truncated(response(question))}; });
    FakeTcpServer tcp(loop, server.target().server, [](const Bytes& question) {
        std::vector<Bytes> bytes;
        for (const auto byte : framed(response(question))) {
            bytes.push_back({byte});
        }
        return bytes;
    });
    const auto verdict = ask(server.target(), 2s);
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(verdict.detail.find("over TCP") != std::string::npos);
}

TEST_CASE_FIXTURE(Prober,
                  "truncated, and refused over TCP: it is the truncation that is wrong, for the server is there") {
    FakeServer server(loop, [](const Bytes& question) { return Answered{truncated(response(question))}; });
    const auto verdict = ask(server.target());
    CHECK(verdict.kind == VerdictKind::truncated);
    CHECK(verdict.detail == "truncated, and over TCP: nothing listens on " + server.target().server.to_string());
}

TEST_CASE_FIXTURE(Prober, "truncated over TCP too, or no answer there, is a verdict of its own") {
    FakeServer server(loop, [](const Bytes& question) { return Answered{truncated(response(question))}; });
    SUBCASE("truncated over TCP") {
        FakeTcpServer tcp(loop, server.target().server,
                          [](const Bytes& question) { return Answered{framed(truncated(response(question)))}; });
        CHECK(ask(server.target(), 2s).kind == VerdictKind::truncated);
    }
    SUBCASE("half an answer") {
        FakeTcpServer tcp(loop, server.target().server, [](const Bytes& question) {
            const auto whole = framed(response(question));
            return Answered{Bytes(whole.begin(), whole.begin() + 10)};
        });
        CHECK(ask(server.target(), 50ms).kind == VerdictKind::truncated);
    }
}

TEST_CASE_FIXTURE(Prober, "+tcp asks over TCP alone; a connection closed without an answer is said to be") {
    check = parse_check("yetiops.net A +tcp");
    FakeServer udp(loop, [](const Bytes& question) { return Answered{response(question)}; });
    SUBCASE("answered") {
        FakeTcpServer tcp(loop, udp.target().server,
                          [](const Bytes& question) { return Answered{framed(response(question))}; });
        CHECK(ask(udp.target(), 2s).kind == VerdictKind::ok);
    }
    SUBCASE("closed") {
        FakeTcpServer tcp(loop, udp.target().server, [](const Bytes&) { return Answered{}; });
        const auto verdict = ask(udp.target(), 2s);
        CHECK(verdict.kind == VerdictKind::malformed);
        CHECK(verdict.detail.find("closed the TCP connection") != std::string::npos);
    }
    SUBCASE("a foreign answer before the real one, in one segment") {
        FakeTcpServer tcp(loop, udp.target().server, [](const Bytes& question) {
            auto both = framed(with_other_id(response(question)));
            const auto real = framed(response(question));
            both.insert(both.end(), real.begin(), real.end());
            return Answered{both};
        });
        CHECK(ask(udp.target(), 2s).kind == VerdictKind::ok);
    }
    SUBCASE("nothing listens") {
        CHECK(ask(udp.target()).kind == VerdictKind::refused);
    }
    CHECK(udp.questions.empty());
}

TEST_CASE_FIXTURE(Prober, "{random} is another label each time, and the answer's question has to match it") {
    check = parse_check("{random}.yetiops.net A");
    FakeServer server(loop, [](const Bytes& question) { return Answered{response(question)}; });
    for (const auto& verdict : ask_all({server.target(), server.target()})) {
        CHECK(verdict.kind == VerdictKind::ok);
    }
    REQUIRE(server.questions.size() == 2);
    const auto name = [&](std::size_t i) { return Bytes(server.questions[i].begin() + 12, server.questions[i].end()); };
    CHECK(name(0)[0] == 16);
    CHECK(name(0) != name(1));
}

TEST_CASE_FIXTURE(Prober, "a good answer that comes later than max= is slow") {
    check = parse_check("yetiops.net A max=1us");
    FakeServer server(loop, [](const Bytes& question) { return Answered{response(question)}; });
    CHECK(ask(server.target()).kind == VerdictKind::slow);
}

TEST_CASE_FIXTURE(Prober, "a verdict may destroy its probe, however it came about") {
    bool truncates = false;
    FakeServer server(loop, [&](const Bytes& question) {
        return Answered{truncates ? truncated(response(question)) : response(question)};
    });
    FakeTcpServer tcp(loop, server.target().server,
                      [](const Bytes& question) { return Answered{framed(response(question))}; });
    auto target = server.target();
    auto expected = VerdictKind::ok;
    SUBCASE("UDP") {}
    SUBCASE("TCP") {
        check = parse_check("yetiops.net A +tcp");
    }
    SUBCASE("TCP after UDP") {
        truncates = true;
    }
    SUBCASE("no such device") {
        target.device = "none";
        expected = VerdictKind::unreachable;
    }
    std::string heard;
    std::unique_ptr<Probe> probe;
    probe = start_probe(loop, check, target, 2s,
                        [&, word = std::string("a string too long to lie within itself")](const Verdict& verdict) {
                            probe.reset();
                            CHECK(verdict.kind == expected);
                            heard = word + verdict.detail;
                            loop.stop();
                        });
    loop.run();
    CHECK(heard.starts_with("a string"));
}

TEST_CASE_FIXTURE(Prober, "a probe of an own address never leaves this host") {
    // Another node's way to the same addresses, as BGP would teach it.
    shell("ip link add out type veth peer name peer && ip link set out up && ip link set peer up");
    shell("ip addr add 10.0.0.1/24 dev out && ip -6 addr add 2001:db8:1::1/64 dev out nodad");
    shell("ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev out");
    shell("ip neigh add 2001:db8:1::2 lladdr 02:00:00:00:00:02 dev out");
    shell("ip route add 169.254.0.1/32 via 10.0.0.2 && ip -6 route add 2001:db8::53/128 via 2001:db8:1::2");
    const Endpoint v4{ip("169.254.0.1")};
    const Endpoint v6{ip("2001:db8::53")};
    const auto verdicts =
        ask_all({ProbeTarget::at_home(v4, "lo"), ProbeTarget::at_home(v6, "lo"), ProbeTarget{v4}, ProbeTarget{v6}});
    CHECK(verdicts[0].kind == VerdictKind::unreachable);
    CHECK(verdicts[1].kind == VerdictKind::unreachable);
    // The same questions, not kept at home, do leave.
    CHECK(verdicts[2].kind == VerdictKind::timeout);
    CHECK(verdicts[3].kind == VerdictKind::timeout);
}

TEST_CASE_FIXTURE(Prober, "an IPv6 service address without a listener refuses, held or announced, on lo or elsewhere") {
    // A global address elsewhere, which the kernel would take for the source.
    shell("ip link add other type veth peer name peer && ip link set other up && ip link set peer up");
    shell("ip -6 addr add fd00:21::2/64 dev other nodad");
    shell("ip -6 route add local 2001:db8::51/128 dev lo table local proto 199 metric 1");
    shell("ip -6 addr add 2001:db8::52/128 dev lo nodad && ip -6 addr add 2001:db8::53/128 dev other nodad");
    const auto verdicts =
        ask_all({ProbeTarget::at_home({ip("2001:db8::51")}, "lo"), ProbeTarget::at_home({ip("2001:db8::52")}, "lo"),
                 ProbeTarget::at_home({ip("2001:db8::53")}, "other")});
    for (const auto& verdict : verdicts) {
        CAPTURE(verdict.detail);
        CHECK(verdict.kind == VerdictKind::refused);
    }
}
