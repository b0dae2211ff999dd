#include "anyward/daemon/daemon.hpp"

#include "guard.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace anyward;
using namespace anyward::test;

namespace {

/// A nameserver lives on loopback, and none on the service address.
struct Beside : Guard {
    Beside() {
        configure("settle = 300ms\n");
        nameserver.emplace(Endpoint{ip("127.0.0.1")});
        start();
        REQUIRE(eventually([&] { return times(" down -> up: every check passed 3 times in a row\n") == 1; }));
        REQUIRE(eventually([&] { return times(gave_up) == 1; }));
    }
    [[nodiscard]] int times(const std::string& line) const {
        const auto text = log();
        int found = 0;
        for (auto at = text.find(line); at != std::string::npos; at = text.find(line, at + 1)) {
            ++found;
        }
        return found;
    }
    [[nodiscard]] bool answers_do_not_count() const {
        const auto now = status();
        return now["checks"][0]["last"]["verdict"] == "settle" && now["checks"][0]["consecutive"] > 10;
    }

    const std::string gave_up =
        " anyward warning: up -> down: settle: 192.0.2.53#53 did not answer within 300ms of its "
        "announcement (refused: nothing listens on 192.0.2.53#53); ";
};

} // namespace

TEST_CASE_FIXTURE(Beside, "announced once and found out; after that loopback's answers bring nothing back") {
    CHECK(withdrawn());
    CHECK(held());
    REQUIRE(eventually([&] { return answers_do_not_count(); })); // long after the hold-down
    CHECK(withdrawn());
    CHECK(times(" down -> up: ") == 1);
}

TEST_CASE_FIXTURE(Beside, "until loopback has been refused once") {
    REQUIRE(eventually([&] { return answers_do_not_count(); }));
    nameserver.reset();
    REQUIRE(eventually([&] { return status()["checks"][0]["last"]["verdict"] == "refused"; }));
    nameserver.emplace(Endpoint{ip("127.0.0.1")});
    CHECK(eventually([&] { return times(gave_up) == 2; }));
}

TEST_CASE_FIXTURE(Beside, "or until it is undrained") {
    REQUIRE(eventually([&] { return answers_do_not_count(); }));
    std::ofstream(drain_file, std::ios::app);
    REQUIRE(eventually([&] { return is("drained"); }));
    CHECK(answers_do_not_count());
    std::filesystem::remove(drain_file);
    CHECK(eventually([&] { return times(gave_up) == 2; }));
}

TEST_CASE_FIXTURE(Beside, "a nameserver on the service address serves, as if nothing had been") {
    REQUIRE(eventually([&] { return answers_do_not_count(); }));
    const Nameserver right(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return settled(); }));
    CHECK(times(gave_up) == 1);
}
