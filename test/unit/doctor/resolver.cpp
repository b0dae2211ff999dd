#include "anyward/doctor/resolver.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

namespace {

Ids of_resolver(const std::string& text, const Words& more = {}) {
    return ids(examine_resolver(serving({"169.254.0.1"}, more), {{"/etc/resolv.conf", text}}));
}

} // namespace

TEST_CASE("the host's resolver") {
    CHECK(of_resolver("nameserver 169.254.0.1\n") == Ids{"resolver-on-service"});
    CHECK(of_resolver("nameserver 169.254.0.1\n", {"--hold", "never"}) == Ids{});
    CHECK(of_resolver("nameserver 169.254.0.1\nnameserver 192.0.2.1\n") == Ids{});
    CHECK(of_resolver("nameserver 192.0.2.1\n# nameserver 169.254.0.1\n") == Ids{});
    CHECK(of_resolver("") == Ids{});
}
