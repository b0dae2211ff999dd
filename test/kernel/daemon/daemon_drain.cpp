#include "anyward/daemon/daemon.hpp"

#include "anyward/base/time.hpp"
#include "guard.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace anyward;
using namespace anyward::test;

namespace {

struct Drained : Guard {
    void touch_drain_file() const { std::ofstream(drain_file, std::ios::app); }
    [[nodiscard]] bool has_drain_file() const { return std::filesystem::exists(drain_file); }
    [[nodiscard]] Json drain(const std::optional<std::string>& until = {}) const {
        Json request{{"request", "drain"}, {"reason", "new disk"}, {"until", nullptr}};
        if (until) {
            request["until"] = *until;
        }
        return ask(request);
    }
    static std::string in(Duration time) { return format_time(std::chrono::system_clock::now() + time); }
};

const Json done{{"ok", true}};

} // namespace

TEST_CASE_FIXTURE(Drained, "a drain file: withdrawn and held; without it the service is back, at once") {
    configure("hold-down = 1h\nhold-down-max = 1h\n");
    serve();
    touch_drain_file();
    REQUIRE(eventually(withdrawn));
    CHECK(held());
    REQUIRE(eventually([&] { return is("drained"); }));
    CHECK(said(" info: up -> draining: drained; withdrawn, answering what is still on its way\n"));
    CHECK(said(" info: draining -> drained: drained\n"));
    CHECK(status()["drain"]["until"].is_null());
    CHECK(withdrawn());
    std::filesystem::remove(drain_file);
    REQUIRE(eventually([&] { return settled(); }));
    CHECK(said(" info: drained -> up: undrained, and every check passes\n"));
    CHECK(status()["drain"].is_null());
}

TEST_CASE_FIXTURE(Drained, "one that is there at the start: whatever passes, nothing is announced") {
    touch_drain_file();
    start();
    REQUIRE(eventually(held));
    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return status()["checks"][0]["consecutive"] > 10; }));
    CHECK(is("drained"));
    CHECK(withdrawn());
    CHECK_FALSE(said("-> up"));
}

TEST_CASE_FIXTURE(Drained, "drained and undrained over the status socket") {
    serve();
    CHECK(drain() == done);
    REQUIRE(eventually(withdrawn));
    REQUIRE(eventually([&] { return is("drained"); }));
    CHECK(has_drain_file());
    CHECK(status()["drain"]["reason"] == "new disk");
    CHECK(said(" info: asked to drain\n"));
    CHECK(said(" info: up -> draining: drained: new disk; withdrawn, answering "));
    CHECK(ask({{"request", "undrain"}}) == done);
    REQUIRE(eventually([&] { return settled(); }));
    CHECK_FALSE(has_drain_file());
    CHECK(said(" info: asked to undrain\n"));
    CHECK(said(" info: drained -> up: undrained, and every check passes\n"));
}

TEST_CASE_FIXTURE(Drained, "a drain that ends by itself; one that has ended already changes nothing") {
    serve();
    CHECK(drain(in(-1s)) == done);
    CHECK_FALSE(has_drain_file());
    CHECK(said(": its time is over\n"));
    CHECK(status()["transitions"].size() == 1);
    CHECK(announced());

    CHECK(drain("tomorrow")["error"] == R"("until" is no time such as "2026-11-23T10:00:00Z")");
    CHECK_FALSE(has_drain_file());

    CHECK(drain(in(3s)) == done);
    REQUIRE(eventually([&] { return said(" up -> draining: "); }));
    REQUIRE(eventually([&] { return settled(); }));
    CHECK_FALSE(has_drain_file());
}

TEST_CASE_FIXTURE(Drained, "with a metric for draining: announced with that one first, and then withdrawn") {
    configure("metric = 10\ndrain-metric = 2000\ndrain-time = 3s\n");
    serve();
    CHECK(address()->metric == 10);
    touch_drain_file();
    REQUIRE(eventually([] {
        const auto now = address();
        return now && now->metric == 2000;
    }));
    REQUIRE(eventually(withdrawn));
    std::filesystem::remove(drain_file);
    REQUIRE(eventually([&] { return settled(); }));
    CHECK(address()->metric == 10);
}

TEST_CASE_FIXTURE(Drained, "a nameserver that dies while it drains is withdrawn at once") {
    configure("drain-metric = 2000\ndrain-time = 1h\n");
    serve();
    touch_drain_file();
    REQUIRE(eventually([&] { return is("draining"); }));
    nameserver.reset();
    REQUIRE(eventually(withdrawn));
    REQUIRE(eventually([&] { return is("drained"); }));
    CHECK(said(" info: draining -> drained: drained; withdrawn at once: liveness: refused: "));
}
