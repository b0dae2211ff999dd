#include "anyward/doctor/nameserver.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

namespace {

constexpr NonlocalBind none{.ipv4 = false, .ipv6 = false};

Nameserver unbound(const std::string& interfaces, const std::string& automatic = "no",
                   const std::string& freebind = "no") {
    return parse_unbound("Unbound", {interfaces, automatic + "\n", freebind + "\n", "53\n"});
}

Ids found(const Settings& settings, const std::vector<Nameserver>& servers, NonlocalBind nonlocal = none) {
    return ids(examine_nameservers(settings, servers, nonlocal));
}

} // namespace

TEST_CASE("BIND on every address is healthy, with each hold") {
    for (const auto* hold : {"always", "never"}) {
        const auto settings = serving({"169.254.0.1"}, {"--hold", hold});
        CHECK(found(settings, {bind_with(settings, "listen-on { any; };")}) == Ids{});
    }
}

TEST_CASE("BIND on the service address alone does not see it while it is withdrawn") {
    const auto settings = serving({"169.254.0.1"});
    CHECK(found(settings, {bind_with(settings, "listen-on { 169.254.0.1; };")}) == Ids{"nothing-to-ask"});
    CHECK(found(settings, {bind_with(settings, "listen-on { 169.254.0.1; 127.0.0.1; };")}) == Ids{});
    // Somebody else on loopback can be asked in its place.
    CHECK(found(settings, {bind_with(settings, "listen-on { 169.254.0.1; };"), unbound("127.0.0.1\n")}) == Ids{});
    // A server that is named is asked there.
    const auto named = serving({"169.254.0.1"}, {"--server", "127.0.0.1#5353"});
    CHECK(found(named, {bind_with(named, "listen-on { 169.254.0.1; };")}) == Ids{});
}

TEST_CASE("BIND that is not told of new addresses") {
    const auto settings = serving({"169.254.0.1"});
    CHECK(found(settings, {bind_with(settings, "automatic-interface-scan no;")}) == Ids{"bind-no-interface-scan"});
    CHECK(found(settings, {bind_with(settings, "automatic-interface-scan yes;")}) == Ids{});
    const auto told = serving({"169.254.0.1"}, {"--on-change", "rndc scan"});
    CHECK(found(told, {bind_with(told, "automatic-interface-scan no;")}) == Ids{});
    // It serves other addresses.
    CHECK(found(settings, {bind_with(settings, "automatic-interface-scan no; listen-on { 10.0.0.1; };")}) == Ids{});
}

TEST_CASE("BIND and --hold drain") {
    const auto settings = serving({"169.254.0.1"}, {"--hold", "drain"});
    CHECK(found(settings, {bind_with(settings, "")}) == Ids{"bind-drops-listener"});
    const auto shifts = serving({"169.254.0.1"}, {"--hold", "drain", "--drain-metric", "2000"});
    CHECK(found(shifts, {bind_with(shifts, "")}) == Ids{});
}

TEST_CASE("Unbound, NSD and Knot on the service address alone need the hold") {
    for (const auto& server : {unbound("192.0.2.53\n"), parse_nsd("NSD", {"192.0.2.53\n", "no\n", "53\n"}),
                               parse_knot("Knot DNS", "server.listen = 192.0.2.53@53\n")}) {
        CHECK(found(serving({"192.0.2.53"}), {server}) == Ids{});
        for (const auto* hold : {"never", "drain"}) {
            CHECK(found(serving({"192.0.2.53"}, {"--hold", hold}), {server}) == Ids{"nothing-to-ask"});
        }
    }
    const auto never = serving({"192.0.2.53"}, {"--hold", "never"});
    CHECK(found(never, {unbound("192.0.2.53\n127.0.0.1\n")}) == Ids{});
    CHECK(found(never, {parse_nsd("NSD", {"", "no\n", "53\n"})}) == Ids{});
    CHECK(found(never, {unbound("lo\n")}) == Ids{}); // an interface by its name: said of nothing
    // On another port it is another service's.
    CHECK(found(never, {unbound("192.0.2.53@5353\n")}) == Ids{});
    CHECK(found(never, {unbound("10.0.0.1\n")}) == Ids{});
}

TEST_CASE("a held IPv6 address is bound with freebind only") {
    const auto settings = serving({"2001:db8::53"});
    CHECK(found(settings, {unbound("2001:db8::53\n")}) == Ids{"ipv6-without-freebind"});
    CHECK(found(settings, {unbound("2001:db8::53\n::1\n")}) == Ids{"ipv6-without-freebind"});
    CHECK(found(settings, {unbound("2001:db8::53\n", "no", "yes")}) == Ids{});
    CHECK(found(settings, {unbound("2001:db8::53\n")}, {.ipv4 = false, .ipv6 = true}) == Ids{});
    CHECK(found(settings, {parse_nsd("NSD", {"2001:db8::53\n", "no\n", "53\n"})}) == Ids{"ipv6-without-freebind"});
    CHECK(found(settings, {parse_knot("Knot DNS", "server.listen = 2001:db8::53@53\n")}) == Ids{});
    CHECK(found(settings, {bind_with(settings, "")}) == Ids{});
    CHECK(found(serving({"2001:db8::53"}, {"--hold", "never"}), {unbound("2001:db8::53\n")}) ==
          Ids{"nothing-to-ask", "ipv6-without-freebind"});
}

TEST_CASE("Unbound on any interface answers from the wrong address") {
    const auto settings = serving({"192.0.2.53", "2001:db8::53"});
    CHECK(found(settings, {unbound("0.0.0.0\n::0\n")}) == Ids{"unbound-any-interface", "unbound-any-interface"});
    CHECK(found(settings, {unbound("0.0.0.0\n::0\n", "yes")}) == Ids{});
    CHECK(found(serving({"192.0.2.53"}), {unbound("0.0.0.0\n")}) == Ids{"unbound-any-interface"});
    CHECK(found(serving({"192.0.2.53"}), {unbound("0.0.0.0\n192.0.2.53\n")}) == Ids{});
    CHECK(found(serving({"192.0.2.53"}), {unbound("::0\n")}) == Ids{}); // another family's
    CHECK(found(serving({"192.0.2.53"}), {parse_nsd("NSD", {"0.0.0.0\n", "no\n", "53\n"})}) == Ids{});
}
