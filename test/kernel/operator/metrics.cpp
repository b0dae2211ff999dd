#include "anyward/operator/metrics.hpp"

#include "guard.hpp"

#include <algorithm>
#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>

using namespace anyward;
using namespace anyward::test;

namespace {

struct Measured : Guard {
    Measured() { configure("metrics-file = " + path + "\n"); }

    [[nodiscard]] std::string text() const {
        std::ostringstream all;
        all << std::ifstream(path).rdbuf();
        return all.str();
    }
    /// Sooner than every five seconds, as it is written in any case.
    [[nodiscard]] bool soon_has(const std::string& line) const {
        return eventually([&] { return text().find('\n' + line + '\n') != std::string::npos; }, 4s);
    }

    const std::string path = folder / "anyward.prom";
};

} // namespace

TEST_CASE_FIXTURE(Measured, "the metrics are written at each change, and are gone with the daemon") {
    serve();
    CHECK(soon_has(R"(anyward_state{name="anyward",state="up"} 1)"));
    CHECK(soon_has(R"(anyward_transitions_total{name="anyward",to="up"} 1)"));
    CHECK(soon_has(R"(anyward_address_announced{name="anyward",address="192.0.2.53/32",interface="lo"} 1)"));
    nameserver.reset();
    REQUIRE(eventually([&] { return is("down"); }));
    CHECK(soon_has(R"(anyward_state{name="anyward",state="down"} 1)"));
    CHECK(soon_has(R"(anyward_address_announced{name="anyward",address="192.0.2.53/32",interface="lo"} 0)"));
    send(SIGHUP);
    const std::string reloaded = " anyward info: reloading\n";
    REQUIRE(eventually([&] {
        const auto all = log();
        return all.find("anyward info: down: ", std::min(all.find(reloaded), all.size())) != std::string::npos;
    }));
    CHECK(soon_has(R"(anyward_transitions_total{name="anyward",to="down"} 1)"));
    send(SIGUSR2);
    CHECK(end_status() == 0);
    CHECK_FALSE(std::filesystem::exists(path));
}
