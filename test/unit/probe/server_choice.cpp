#include "anyward/probe/server_choice.hpp"

#include "describe.hpp"

using namespace anyward;

namespace {

constexpr Presence nothing{.announced = false, .held = false};
constexpr Presence held{.announced = false, .held = true};
constexpr Presence announced{.announced = true, .held = false};
constexpr Presence both{.announced = true, .held = true};

const auto service4 = endpoint("192.0.2.53#53");
const auto service6 = endpoint("2001:db8::53#53");
const ProbeTarget loopback4{.server = endpoint("127.0.0.1#53")};
const ProbeTarget loopback6{.server = endpoint("::1#53")};
const ProbeTarget at_home4{.server = service4, .source = ip("127.0.0.1")};

const Verdict good{VerdictKind::ok, "NOERROR, 1 answer"};
const Verdict refused{VerdictKind::refused, "nothing listens"};
const Verdict unreachable{VerdictKind::unreachable, "no route"};

ServerChoice automatic(const Endpoint& service, Presence presence) {
    auto choice = ServerChoice::automatic(service.address, "dummy0");
    choice.set_presence(presence);
    return choice;
}

/// From ::1 while it is held (through lo), from itself where it is on the interface.
ProbeTarget at_home6(const std::string& device) {
    return {.server = service6, .source = device == "lo" ? ip("::1") : service6.address, .device = device};
}

} // namespace

TEST_CASE("probe target: an own address is asked from this host and through its own devices") {
    CHECK(ProbeTarget::at_home(service4, "lo") == at_home4);
    CHECK(ProbeTarget::at_home(service4, "dummy0") == at_home4);
    CHECK(ProbeTarget::at_home(service6, "dummy0") == at_home6("dummy0"));
}

TEST_CASE("auto, IPv4: the service address while it is announced or held, else loopback") {
    CHECK(automatic(service4, nothing).target() == loopback4);
    CHECK(automatic(service4, held).target() == at_home4);
    CHECK(automatic(service4, announced).target() == at_home4);
    CHECK(automatic(service4, both).target() == at_home4);
}

TEST_CASE("auto, IPv6: through lo while held, through the interface while announced") {
    CHECK(automatic(service6, nothing).target() == loopback6);
    CHECK(automatic(service6, held).target() == at_home6("lo"));
    CHECK(automatic(service6, announced).target() == at_home6("dummy0"));
    CHECK(automatic(service6, both).target() == at_home6("dummy0"));
}

TEST_CASE("auto without a service address asks 127.0.0.1, whatever the kernel has") {
    auto choice = ServerChoice::automatic(std::nullopt, "lo");
    CHECK_FALSE(choice.service());
    CHECK(choice.target() == loopback4);
    CHECK_FALSE(choice.set_presence(both));
    CHECK(choice.target() == loopback4);
    CHECK_FALSE(choice.fallback(refused));
}

TEST_CASE("a change of presence says whether another server is asked") {
    auto four = automatic(service4, nothing);
    CHECK_FALSE(four.set_presence(nothing));
    CHECK(four.set_presence(held));
    CHECK_FALSE(four.set_presence(both)); // asked the same way
    CHECK(four.set_presence(nothing));

    auto six = automatic(service6, held);
    CHECK(six.set_presence(both)); // another device
    CHECK(six.set_presence(held));
    CHECK_FALSE(six.set_presence(held));
}

TEST_CASE("fallback: loopback only where the withdrawn, held address refuses or is unreachable") {
    const auto choice = automatic(service4, held);
    for (const auto kind : {VerdictKind::ok, VerdictKind::refused, VerdictKind::timeout, VerdictKind::unreachable,
                            VerdictKind::malformed, VerdictKind::mismatch, VerdictKind::rcode, VerdictKind::settle}) {
        CAPTURE(kind);
        const bool falls_back = kind == VerdictKind::refused || kind == VerdictKind::unreachable;
        CHECK(choice.fallback({kind, "why"}).has_value() == falls_back);
    }
    CHECK(choice.fallback(refused) == loopback4);
    CHECK(automatic(service6, held).fallback(unreachable) == loopback6);
}

TEST_CASE("fallback: never while announced: a dead server there must not hide behind a live one on loopback") {
    CHECK_FALSE(automatic(service4, announced).fallback(refused));
    CHECK_FALSE(automatic(service4, both).fallback(refused));
    CHECK_FALSE(automatic(service6, both).fallback(unreachable));
}

TEST_CASE("fallback: none where loopback was asked in the first place") {
    CHECK_FALSE(automatic(service4, nothing).fallback(refused));
}

TEST_CASE("the verdict of the server that was asked is the verdict on the check") {
    auto choice = automatic(service4, held);
    CHECK(choice.conclude(at_home4, good, std::nullopt).kind == VerdictKind::ok);
    CHECK(choice.conclude(at_home4, refused, std::nullopt).detail == "nothing listens");
    const auto verdict = choice.conclude(loopback4, {VerdictKind::ok, "NOERROR", Duration(400)}, refused);
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(verdict.detail == "NOERROR");
    CHECK(verdict.rtt == Duration(400));
}

TEST_CASE("where both the service address and loopback fail, the detail says both") {
    auto choice = automatic(service4, held);
    const auto verdict = choice.conclude(loopback4, {VerdictKind::timeout, "127.0.0.1#53 did not answer"}, refused);
    CHECK(verdict.kind == VerdictKind::timeout);
    CHECK(verdict.detail == "nothing listens; 127.0.0.1#53 did not answer");
}

TEST_CASE("where loopback does not count, its good answers are no pass, and the rest is as it is") {
    for (const auto presence : {held, nothing}) {
        auto choice = automatic(service4, presence);
        choice.set_loopback_counts(false);
        const auto verdict = choice.conclude(loopback4, good, refused);
        CHECK(verdict.kind == VerdictKind::settle);
        CHECK(lacks(verdict.detail, {"127.0.0.1#53", "192.0.2.53#53"}) == "");
        CHECK(verdict.from_loopback);
        CHECK(choice.conclude(loopback4, {VerdictKind::timeout, "no answer"}, refused).kind == VerdictKind::timeout);
        CHECK(choice.conclude(loopback4, refused, refused).kind == VerdictKind::refused);
        choice.set_loopback_counts(true);
        CHECK(choice.conclude(loopback4, good, refused).kind == VerdictKind::ok);
    }
}

TEST_CASE("a verdict says whether it is loopback's") {
    auto choice = automatic(service4, held);
    CHECK(choice.conclude(loopback4, refused, refused).from_loopback);
    CHECK(choice.conclude(loopback4, good, refused).from_loopback);
    CHECK_FALSE(choice.conclude(at_home4, refused, std::nullopt).from_loopback);
    CHECK_FALSE(ServerChoice::fixed(endpoint("127.0.0.1#53")).conclude(loopback4, refused, {}).from_loopback);
}

TEST_CASE("where loopback does not count, what the service address itself says does") {
    auto choice = automatic(service4, held);
    choice.set_loopback_counts(false);
    CHECK(choice.conclude(at_home4, good, std::nullopt).kind == VerdictKind::ok);
    CHECK(choice.conclude(at_home4, refused, std::nullopt).kind == VerdictKind::refused);
}

TEST_CASE("fixed: one server, asked from anywhere, whatever the kernel has") {
    const auto server = endpoint("127.0.0.1#5353");
    auto choice = ServerChoice::fixed(server);
    const ProbeTarget target{.server = server};
    CHECK_FALSE(choice.service());
    CHECK(choice.target() == target);
    CHECK_FALSE(choice.set_presence(both));
    CHECK(choice.target() == target);
    CHECK_FALSE(choice.fallback(refused));
    choice.set_loopback_counts(false);
    CHECK(choice.conclude(target, good, std::nullopt).kind == VerdictKind::ok);
}

TEST_CASE("own: the service address as named, always at home, and nobody else instead") {
    const auto server = endpoint("192.0.2.53#5353");
    auto choice = ServerChoice::own(server, "dummy0");
    CHECK(choice.service() == server);
    for (const auto presence : {nothing, held, announced, both}) {
        choice.set_presence(presence);
        CHECK(choice.target() == ProbeTarget{.server = server, .source = ip("127.0.0.1")});
        CHECK_FALSE(choice.fallback(refused));
        CHECK_FALSE(choice.fallback(unreachable));
    }
    choice.set_loopback_counts(false);
    CHECK(choice.conclude(choice.target(), good, std::nullopt).kind == VerdictKind::ok);
}

TEST_CASE("own, IPv6: through lo until it is announced") {
    auto choice = ServerChoice::own(service6, "dummy0");
    CHECK(choice.target() == at_home6("lo"));
    CHECK(choice.set_presence(both));
    CHECK(choice.target() == at_home6("dummy0"));
}
