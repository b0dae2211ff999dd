// Whether what loopback answers in the place of the service address counts.

#include "anyward/health/health.hpp"

#include "service.hpp"

using namespace anyward;

namespace {

using Indices = std::set<std::size_t>;

/// Two checks of the service address and one of another server; announced, and not settled in time.
Service not_settled(VerdictKind heard = VerdictKind::refused) {
    auto rules = default_rules(3);
    rules.checks[2].asks_service_address = false;
    auto service = risen(rules);
    service.hear(Announced{});
    service.settle(0, heard, "nothing listens");
    service.now += 2s;
    service.hear(Tick{});
    return service;
}

void hear_loopback(Service& service, std::size_t check, VerdictKind kind) {
    service.hear(CheckVerdict{.check = check, .kind = kind, .detail = "loopback", .from_loopback = true});
}

} // namespace

TEST_CASE("loopback: it counts until an announcement does not settle") {
    auto service = risen();
    CHECK(service.decision().loopback_ignored.empty());
    service.hear(Announced{});
    service.settle(0);
    service.now += 2s;
    CHECK(service.hear(Tick{}).loopback_ignored.empty());
    CHECK(not_settled().decision().loopback_ignored == Indices{0, 1});
}

TEST_CASE("loopback: where the service address could not even be asked, loopback is not to blame") {
    CHECK(not_settled(VerdictKind::unreachable).decision().loopback_ignored.empty());
}

TEST_CASE("loopback: it counts again, for that check, once it has refused") {
    auto service = not_settled();
    hear_loopback(service, 0, VerdictKind::timeout);
    hear_loopback(service, 0, VerdictKind::settle);
    service.refuse(0); // the service address did
    CHECK(service.decision().loopback_ignored == Indices{0, 1});
    hear_loopback(service, 0, VerdictKind::refused);
    CHECK(service.decision().loopback_ignored == Indices{1});
    hear_loopback(service, 1, VerdictKind::refused);
    CHECK(service.decision().loopback_ignored.empty());
}

TEST_CASE("loopback: it counts again after an undrain") {
    auto service = not_settled();
    service.hear(Drain{});
    CHECK(service.decision().loopback_ignored == Indices{0, 1});
    CHECK(service.hear(Undrain{}).loopback_ignored.empty());
}
