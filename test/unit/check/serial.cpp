#include "anyward/check/serial.hpp"

#include <doctest/doctest.h>

using namespace anyward;

TEST_CASE("serials: behind as RFC 1982 counts") {
    CHECK(is_behind(1, 2));
    CHECK_FALSE(is_behind(2, 2));
    CHECK_FALSE(is_behind(2, 1));
    CHECK(is_behind(0xffffffff, 0));
    CHECK_FALSE(is_behind(0, 0xffffffff));
    CHECK(is_behind(5, 5 + 0x7fffffffU));
    CHECK_FALSE(is_behind(5, 5 + 0x80000000U)); // undefined there, and no reason to fail
    CHECK_FALSE(is_behind(5, 5 + 0x80000001U));
}
