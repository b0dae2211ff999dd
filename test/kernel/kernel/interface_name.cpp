#include "anyward/kernel/interface_name.hpp"

#include "support.hpp"

#include <doctest/doctest.h>

using namespace anyward;
using namespace anyward::test;

TEST_CASE_FIXTURE(OwnNetwork, "an interface is named, by its number at least") {
    CHECK(interface_name(1) == "lo");
    CHECK(interface_name(4711) == "interface 4711");
    const NoDescriptors shortage;
    CHECK(interface_name(1) == "interface 1");
}
