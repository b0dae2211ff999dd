#include "anyward/doctor/nameserver.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("BIND's address match lists, as named-checkconf prints them") {
    const auto settings = serving({"169.254.0.1", "192.0.2.53", "10.1.2.3", "2001:db8::53"});
    const auto server = parse_bind(settings, "BIND", captured("named-checkconf.txt"));
    CHECK(listens(server, "169.254.0.1"));
    CHECK(listens(server, "10.1.2.3")); // by the acl
    CHECK(listens(server, "127.0.0.1"));
    CHECK(!listens(server, "192.0.2.53")); // refused by the first element
    CHECK(!listens(server, "2001:db8::53"));
    CHECK(!listens(server, "::1"));
    CHECK(!server.scans_interfaces);
}

TEST_CASE("BIND without listen-on listens everywhere") {
    const auto settings = serving({"192.0.2.53", "2001:db8::53"});
    const auto server = bind_with(settings, "directory \"/\";");
    for (const auto* address : {"192.0.2.53", "127.0.0.1", "2001:db8::53", "::1"}) {
        CHECK(listens(server, address));
    }
    CHECK(server.scans_interfaces);
}

TEST_CASE("BIND's lists: prefixes, negation, nesting") {
    const auto settings = serving({"192.0.2.53"});
    const auto there = [&](const std::string& list) {
        return listens(bind_with(settings, "listen-on { " + list + " };"), "192.0.2.53");
    };
    CHECK(there("192.0.2.0/24;"));
    CHECK(there("192.0.2.48/29;"));
    CHECK(!there("192.0.2.56/29;"));
    CHECK(!there("192.0.3.0/24;"));
    CHECK(!there("!192.0.2.0/24; any;"));
    CHECK(there("!192.0.2.54; any;"));
    CHECK(there("{ 10.0.0.0/8; 192.0.2.53; };"));
    CHECK(!there("!{ 192.0.2.53; }; any;"));
    CHECK(there("localhost;"));
    CHECK(!there("none;"));
    CHECK(there("\"any\";"));
    for (const auto* broken : {"", "{", "}", "listen-on", "listen-on {", "listen-on { \"", "acl \"x\" { x; };"}) {
        parse_bind(settings, "BIND", broken); // no crash, no end of the recursion missing
    }
    const auto endless = parse_bind(settings, "BIND", "acl x { x; }; options { listen-on { x; }; };");
    CHECK(!listens(endless, "192.0.2.53"));
}
