#include "anyward/base/ip.hpp"

#include "describe.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>

using namespace anyward;

TEST_CASE("addresses: IPv4 and IPv6, written back in the usual form") {
    const auto four = ip("192.0.2.53");
    CHECK(four.family() == AF_INET);
    CHECK(four.bits() == 32);
    CHECK(four.size() == 4);
    CHECK(four.to_string() == "192.0.2.53");
    CHECK(four.host_prefix() == "192.0.2.53/32");
    const auto six = ip("2001:DB8:0::0053");
    CHECK(six.family() == AF_INET6);
    CHECK(six.bits() == 128);
    CHECK(six.size() == 16);
    CHECK(six.to_string() == "2001:db8::53");
    CHECK(six.host_prefix() == "2001:db8::53/128");
}

TEST_CASE("addresses: everything else is refused") {
    for (const auto* text : {"", "192.0.2", "192.0.2.256", "192.0.2.1.1", "192.0.2.053 ", " 192.0.2.1", "192.0.2.1/32",
                             "2001:db8::53::", "2001:db8:53", "::1%lo", "[::1]", "lo", "ns1.example", "3221225525"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(IpAddress::parse(text));
    }
}

TEST_CASE("addresses: equal by family and bytes") {
    CHECK(ip("2001:db8::53") == ip("2001:db8:0:0::53"));
    CHECK(ip("192.0.2.53") != ip("192.0.2.54"));
    CHECK(ip("0.0.0.0") != ip("::"));
    CHECK(IpAddress(AF_INET, ip("192.0.2.53").data()) == ip("192.0.2.53"));
}

TEST_CASE("addresses: loopback of each family") {
    CHECK(IpAddress::loopback(AF_INET) == ip("127.0.0.1"));
    CHECK(IpAddress::loopback(AF_INET6) == ip("::1"));
}

TEST_CASE("endpoints: ADDRESS[#PORT], port 53 unless said") {
    CHECK(endpoint("192.0.2.1").port == 53);
    CHECK(endpoint("192.0.2.1#1").port == 1);
    CHECK(endpoint("192.0.2.1#65535").port == 65535);
    CHECK(endpoint("::1#5353").address == ip("::1"));
    CHECK(endpoint("::1#5353").to_string() == "::1#5353");
    CHECK(endpoint("192.0.2.1").to_string() == "192.0.2.1#53");
    CHECK(endpoint("192.0.2.1") != endpoint("192.0.2.1#54"));
}

TEST_CASE("endpoints: a port that is none is refused") {
    for (const auto* text : {"192.0.2.1#0", "192.0.2.1#65536", "192.0.2.1#-1", "192.0.2.1#+53", "192.0.2.1#",
                             "192.0.2.1#53x", "192.0.2.1# 53", "192.0.2.1#53#53", "#53", "", "192.0.2.1:53"}) {
        CAPTURE(std::string(text));
        CHECK_FALSE(Endpoint::parse(text));
    }
}

TEST_CASE("endpoints: as the kernel takes them") {
    sockaddr_storage storage{};
    REQUIRE(endpoint("192.0.2.1#5353").to_sockaddr(storage) == sizeof(sockaddr_in));
    const auto& four = reinterpret_cast<const sockaddr_in&>(storage);
    CHECK(four.sin_family == AF_INET);
    CHECK(ntohs(four.sin_port) == 5353);
    CHECK(IpAddress(AF_INET, &four.sin_addr) == ip("192.0.2.1"));
    REQUIRE(endpoint("2001:db8::1#54").to_sockaddr(storage) == sizeof(sockaddr_in6));
    const auto& six = reinterpret_cast<const sockaddr_in6&>(storage);
    CHECK(six.sin6_family == AF_INET6);
    CHECK(ntohs(six.sin6_port) == 54);
    CHECK(six.sin6_scope_id == 0);
    CHECK(IpAddress(AF_INET6, &six.sin6_addr) == ip("2001:db8::1"));
}
