// What is heard of the kernel: an adopted address, an announcement that settles, an address or interface that goes.

#include "anyward/health/health.hpp"

#include "service.hpp"

using namespace anyward;

namespace {

Service adopted(HealthRules rules = default_rules()) {
    Service service(std::move(rules));
    service.hear(Adopted{});
    return service;
}

/// Risen and announced at time 0; its service addresses must answer until 2 s.
Service settling(HealthRules rules = default_rules()) {
    auto service = risen(std::move(rules));
    service.hear(Announced{});
    return service;
}

/// One check asks the service address, the other another server.
HealthRules two_kinds() {
    auto rules = default_rules(2);
    rules.checks[1] = {"check elsewhere", false};
    return rules;
}

HealthRules three_addresses() {
    auto rules = default_rules();
    rules.addresses = {"192.0.2.53#53", "198.51.100.53#53", "2001:db8::53#53"};
    return rules;
}

using Indices = std::vector<std::size_t>;

} // namespace

// ---- Adoption ---------------------------------------------------------------------------------------------

TEST_CASE("adoption: up at once, and the interface is left as it was found") {
    const auto service = adopted();
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::as_found);
    CHECK(service.decision().cause == Cause::adopted);
    CHECK(lacks(service.decision().reason, {"adopted"}) == "");
    CHECK_FALSE(service.decision().wake_at);
}

TEST_CASE("adoption: proven, and so announced, once every check has passed") {
    auto service = adopted(default_rules(3));
    service.pass(0, 9);
    service.pass(2);
    CHECK(service.decision().wanted == Wanted::as_found);
    service.pass(1);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().cause == Cause::adopted);
}

TEST_CASE("adoption: one failure is not enough, two drop it, whatever fall is") {
    auto service = adopted(with_fall(5));
    service.fail();
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::as_found);
    service.fail();
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::check_failed);
    CHECK(lacks(service.decision().reason, {"liveness: timeout", "2 of the last 2"}) == "");
}

TEST_CASE("adoption: fall 1 drops it at the first failure") {
    auto service = adopted(with_fall(1));
    service.fail();
    CHECK(service.state() == State::down);
}

TEST_CASE("adoption: a check that has passed once falls by the usual rule") {
    auto service = adopted(with_fall(5));
    service.play("PFFFF");
    CHECK(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::down);
}

TEST_CASE("adoption: another check's pass does not vouch for the one that fails") {
    auto rules = with_fall(5);
    rules.checks.push_back({"check 1", true});
    auto service = adopted(rules);
    service.pass(0);
    service.fail(1, 2);
    CHECK(service.state() == State::down);
}

TEST_CASE("adoption: the first failure is confirmed at once, also where it is no refusal") {
    auto service = adopted(with_fall(3));
    CHECK(service.health.pace(0) == Pace::steady);
    service.fail();
    CHECK(service.health.pace(0) == Pace::at_once);
    service.pass();
    CHECK(service.health.pace(0) == Pace::steady);
    service.fail();
    CHECK(service.health.pace(0) == Pace::fast); // proven by now
}

TEST_CASE("adoption: once dropped, the checks must rise like any other") {
    auto service = adopted();
    service.fail(0, 2);
    service.pass(0, 2);
    CHECK(service.state() == State::down);
    service.pass();
    CHECK(service.state() == State::up);
    CHECK(service.decision().cause == Cause::risen);
    CHECK(service.decision().wanted == Wanted::announced);
}

TEST_CASE("adoption: an address that somebody deletes before the proof is not put back") {
    auto service = adopted(default_rules(2));
    service.pass(0);
    service.hear(AddressGone{});
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::address_gone);
    CHECK(lacks(service.decision().reason, {"deleted the adopted address"}) == "");
    service.pass(1, 2);
    CHECK(service.state() == State::down);
    service.pass(1);
    CHECK(service.state() == State::up);
}

TEST_CASE("adoption: an address that somebody deletes after the proof is wanted as before") {
    auto service = adopted();
    service.pass();
    service.hear(AddressGone{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().cause == Cause::adopted);
}

TEST_CASE("address gone: after a rise it is wanted as before, while down nothing changes") {
    auto service = risen();
    service.hear(AddressGone{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::announced);
    service.fail(0, 2);
    const auto reason = service.decision().reason;
    service.hear(AddressGone{});
    CHECK(service.state() == State::down);
    CHECK(service.decision().reason == reason);
}

// ---- Settling ---------------------------------------------------------------------------------------------

TEST_CASE("settling: starts with the announcement, and every address is due") {
    auto service = settling(three_addresses());
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::announced);
    CHECK(service.decision().wake_at == Time{2s});
    CHECK(service.health.unsettled() == Indices{0, 1, 2});
}

TEST_CASE("settling: an announcement heard while down starts nothing") {
    Service service;
    service.hear(Announced{});
    CHECK_FALSE(service.decision().wake_at);
    CHECK(service.health.unsettled().empty());
}

TEST_CASE("settling: where no check asks a service address there is nothing to settle") {
    auto rules = default_rules();
    rules.checks[0].asks_service_address = false;
    rules.addresses.clear();
    auto service = settling(rules);
    CHECK_FALSE(service.decision().wake_at);
    service.fail(0, 2);
    CHECK(service.state() == State::down);
}

TEST_CASE("settling: ends when each address has answered, not before") {
    auto service = settling(three_addresses());
    service.settle(1);
    CHECK(service.health.unsettled() == Indices{0, 2});
    service.settle(1);
    service.settle(2);
    CHECK(service.health.unsettled() == Indices{0});
    CHECK(service.decision().wake_at);
    service.settle(0);
    CHECK(service.health.unsettled().empty());
    CHECK_FALSE(service.decision().wake_at);
    CHECK(service.state() == State::up);
    service.now = Time{2s};
    service.hear(Tick{});
    CHECK(service.state() == State::up);
}

TEST_CASE("settling: an address that has answered stays settled when it fails afterwards") {
    auto service = settling(three_addresses());
    service.settle(0);
    service.settle(0, VerdictKind::timeout, "no answer");
    CHECK(service.health.unsettled() == Indices{1, 2});
}

TEST_CASE("settling: failures of checks that ask the service address do not count meanwhile") {
    auto service = settling();
    service.play("FFRRRFF");
    CHECK(service.state() == State::up);
    CHECK(service.health.pace(0) == Pace::steady);
    service.settle(0);
    service.fail();
    CHECK(service.state() == State::up);
    service.fail();
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::check_failed);
}

TEST_CASE("settling: failures of checks that ask another server count") {
    auto service = settling(two_kinds());
    service.fail(1);
    CHECK(service.state() == State::up);
    service.fail(1);
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::check_failed);
    CHECK(lacks(service.decision().reason, {"check elsewhere"}) == "");
    CHECK_FALSE(service.decision().wake_at);
    CHECK(service.health.unsettled().empty());
}

TEST_CASE("settling: an address that somebody deletes meanwhile need not answer, until it is announced again") {
    auto service = settling();
    service.hear(AddressGone{});
    CHECK(service.health.unsettled().empty());
    service.now = Time{3s};
    service.hear(Tick{});
    CHECK(service.state() == State::up);
    service.hear(Announced{});
    CHECK(service.health.unsettled() == Indices{0});
    CHECK(service.decision().wake_at == Time{5s});
}

TEST_CASE("settling: just before the deadline a tick does nothing, at the deadline it withdraws") {
    auto service = settling();
    service.now = Time{2s} - 1ns;
    service.hear(Tick{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().wake_at == Time{2s});
    service.now = Time{2s};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::not_settled);
    CHECK_FALSE(service.decision().wake_at);
    CHECK(service.health.unsettled().empty());
}

TEST_CASE("settling: a question that could not even be sent has a cause of its own: the nameserver is not to blame") {
    auto service = settling();
    service.settle(0, VerdictKind::unreachable, "cannot ask from 127.0.0.1");
    service.now = Time{2s};
    service.hear(Tick{});
    CHECK(service.decision().cause == Cause::not_askable);
}

TEST_CASE("settling: the reason names an address that is missing, what came of it, and the mend") {
    auto service = settling(three_addresses());
    service.settle(0);
    service.settle(1, VerdictKind::refused, "nothing listens");
    service.settle(2);
    service.now = Time{3s};
    service.hear(Tick{});
    CHECK(lacks(service.decision().reason,
                {"settle:", "198.51.100.53#53", "refused: nothing listens", "2s", "rndc scan", "interface:"}) == "");

    auto silent = settling();
    silent.now = Time{2s};
    silent.hear(Tick{});
    CHECK(lacks(silent.decision().reason, {"192.0.2.53#53", "no answer yet"}) == "");
}

TEST_CASE("settling: at the deadline the checks of the service address must rise again, the others need not") {
    auto service = settling(two_kinds());
    service.now = Time{2s};
    service.hear(Tick{});
    service.pass(1);
    CHECK(service.state() == State::down);
    service.pass(0, 2);
    CHECK(service.state() == State::down);
    service.pass(0);
    CHECK(service.state() == State::up);
}

TEST_CASE("settling: a tick at another time, or when nothing settles, changes nothing") {
    Service down;
    down.now = Time{9s};
    down.hear(Tick{});
    CHECK(down.state() == State::down);
    auto up = risen();
    up.now = Time{9s};
    up.hear(Tick{});
    CHECK(up.state() == State::up);
    CHECK(up.decision().cause == Cause::risen);
}

TEST_CASE("settling: verdicts of service addresses are ignored when nothing settles") {
    Service down;
    down.settle(0);
    CHECK(down.state() == State::down);
    auto up = risen();
    up.settle(0, VerdictKind::timeout, "no answer");
    CHECK(up.state() == State::up);
    CHECK(up.health.unsettled().empty());
}

TEST_CASE("settling: an announcement made again settles again, from that time") {
    auto service = settling();
    service.settle(0);
    service.now = Time{10s};
    service.hear(Announced{});
    CHECK(service.decision().wake_at == Time{12s});
    CHECK(service.health.unsettled() == Indices{0});
}

TEST_CASE("settling: passes meanwhile are no answers of the service address") {
    auto service = settling();
    service.pass(0, 9);
    CHECK(service.health.unsettled() == Indices{0});
    service.now = Time{2s};
    service.hear(Tick{});
    CHECK(service.state() == State::down);
}

// ---- The interface ----------------------------------------------------------------------------------------

TEST_CASE("interface: gone takes the service down and says which is missing") {
    auto service = settling();
    service.hear(InterfaceGone{"dummy0"});
    CHECK(service.state() == State::down);
    CHECK(service.decision().wanted == Wanted::withdrawn);
    CHECK(service.decision().cause == Cause::interface_gone);
    CHECK(lacks(service.decision().reason, {"dummy0"}) == "");
    CHECK_FALSE(service.decision().wake_at);
}

TEST_CASE("interface: while it is gone no passes bring the service up") {
    Service service;
    service.hear(InterfaceGone{"dummy0"});
    service.pass(0, 9);
    CHECK(service.state() == State::down);
    CHECK(service.decision().cause == Cause::interface_gone);
    service.hear(InterfaceBack{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().cause == Cause::risen);
}

TEST_CASE("interface: back, the service is up at once where its checks pass still") {
    auto service = risen();
    service.hear(InterfaceGone{"dummy0"});
    service.hear(InterfaceBack{});
    CHECK(service.state() == State::up);
    CHECK(service.decision().wanted == Wanted::announced);
}

TEST_CASE("interface: back, the service stays down where a check has failed meanwhile") {
    auto service = risen();
    service.hear(InterfaceGone{"dummy0"});
    service.fail(0, 2);
    service.hear(InterfaceBack{});
    CHECK(service.state() == State::down);
    service.pass(0, 3);
    CHECK(service.state() == State::up);
}

TEST_CASE("interface: back, a reason that says it is missing is over") {
    Service service;
    service.hear(InterfaceGone{"dummy0"});
    service.hear(InterfaceBack{});
    CHECK(service.state() == State::down);
    CHECK(lacks(service.decision().reason, {"there is no interface"}) != "");
}

TEST_CASE("interface: an adopted address that went with it is not up again before its checks have risen") {
    auto service = adopted();
    service.hear(InterfaceGone{"dummy0"});
    service.hear(InterfaceBack{});
    CHECK(service.state() == State::down); // nothing has been asked yet
    service.pass(0, 2);
    CHECK(service.state() == State::down);
    service.pass();
    CHECK(service.state() == State::up);
}
