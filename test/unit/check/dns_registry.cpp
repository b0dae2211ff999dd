#include "anyward/check/dns_registry.hpp"

#include "describe.hpp"

using namespace anyward;

TEST_CASE("response codes: names and numbers both ways, in any case") {
    CHECK(rcode_from("NOERROR") == 0);
    CHECK(rcode_from("ServFail") == 2);
    CHECK(rcode_from("nxdomain") == 3);
    CHECK(rcode_from("NOTIMP") == 4);
    CHECK(rcode_from("BADVERS") == 16);
    CHECK(rcode_from("RCODE23") == 23);
    CHECK_FALSE(rcode_from(""));
    CHECK_FALSE(rcode_from("RCODE"));
    CHECK_FALSE(rcode_from("RCODE70000"));
    CHECK_FALSE(rcode_from("3"));
    CHECK(rcode_name(5) == "REFUSED");
    CHECK(rcode_name(11) == "RCODE11");
    for (std::uint16_t rcode = 0; rcode < 64; ++rcode) {
        CHECK(rcode_from(rcode_name(rcode)) == rcode);
    }
}

TEST_CASE("names: a response code has 12 bits") {
    CHECK(rcode_from("RCODE4095") == 4095);
    CHECK_FALSE(rcode_from("RCODE4096"));
}

TEST_CASE("extended errors have the names of the registry") {
    CHECK(extended_error_name(0) == "Other");
    CHECK(extended_error_name(22) == "No Reachable Authority");
    CHECK(extended_error_name(27) == "Unsupported NSEC3 Iterations Value");
    CHECK(extended_error_name(28) == "unassigned");
    CHECK(extended_error_name(65535) == "unassigned");
}
