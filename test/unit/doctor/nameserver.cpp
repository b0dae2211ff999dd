#include "anyward/doctor/nameserver.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("Unbound's options, as unbound-checkconf prints them") {
    const auto server = parse_unbound("Unbound", {.interface = "192.0.2.53\n::1@53\n10.0.0.1@5353\n",
                                                  .interface_automatic = "yes\n",
                                                  .ip_freebind = "yes\n",
                                                  .port = "53\n"});
    CHECK(listens(server, "192.0.2.53"));
    CHECK(listens(server, "::1"));
    CHECK(!listens(server, "10.0.0.1")); // on another port
    CHECK(server.binds_absent);
    CHECK(server.interface_automatic);
    CHECK(!server.on_named_interfaces);
    CHECK(parse_unbound("Unbound", {"lo\n", "no\n", "no\n", "53\n"}).on_named_interfaces);
    CHECK(parse_unbound("Unbound", {"192.0.2.53\n", "no\n", "no\n", "5353\n"}).listen_addresses.empty());
}

TEST_CASE("without an address, Unbound listens on loopback and NSD on any") {
    const auto unbound = parse_unbound("Unbound", {});
    CHECK(listens(unbound, "127.0.0.1"));
    CHECK(listens(unbound, "::1"));
    CHECK(!unbound.binds_absent);
    const auto nsd = parse_nsd("NSD", {});
    CHECK(listens(nsd, "0.0.0.0"));
    CHECK(listens(nsd, "::"));
    CHECK(!nsd.binds_absent);
}

TEST_CASE("Knot's listen statements, as knotc prints them") {
    const auto server = parse_knot("Knot DNS", "server.listen = 192.0.2.53@53\nserver.listen = 10.0.0.1@5353\n"
                                               "server.listen = 2001:db8::53\nserver.listen =\nother = ::1\n");
    CHECK(listens(server, "192.0.2.53"));
    CHECK(listens(server, "2001:db8::53"));
    CHECK(server.listen_addresses.size() == 2);
    CHECK(server.binds_absent);
}
