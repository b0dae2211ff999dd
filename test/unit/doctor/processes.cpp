#include "anyward/doctor/processes.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

TEST_CASE("the configuration file on a command line") {
    CHECK(flag_value({"-f", "-c", "/etc/named.conf"}, "-c") == "/etc/named.conf");
    CHECK(flag_value({"-4", "-c/etc/named.conf"}, "-c") == "/etc/named.conf");
    CHECK(flag_value({"-f", "-u", "bind"}, "-c").empty());
    CHECK(flag_value({"-c"}, "-c").empty());
}
