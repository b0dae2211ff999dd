#include "anyward/command/run_command.hpp"

#include "anyward/base/atomic_file.hpp"
#include "anyward/config/options.hpp"
#include "guard.hpp"

#include <csignal>
#include <doctest/doctest.h>

using namespace anyward;
using namespace anyward::test;

namespace {

struct Reloaded : Guard {
    void reload(const std::string& lines) const {
        configure(lines);
        send(SIGHUP);
    }
    [[nodiscard]] std::string refusal(const std::string& lines) const {
        const std::string refused = " anyward error: not reloaded, and nothing is changed: ";
        reload(lines);
        REQUIRE(eventually([&] { return said(refused); }));
        const auto text = log();
        return text.substr(text.find(refused) + refused.size());
    }
};

/// Why a daemon with this command line does not start here.
std::string refusal_of(const std::vector<std::string>& words) {
    auto parsed = parse_command_line(words);
    try {
        run_daemon(std::get<Invocation>(std::move(parsed)).settings, words);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "it ran";
}

} // namespace

TEST_CASE_FIXTURE(Reloaded, "a reload: the service goes on, and so do its state, its history and its address") {
    serve();
    const auto before = status();
    shell("ip addr add 198.51.100.1/32 dev lo"); // listed after an address that stays, and before one that is put back
    reload("check = @192.0.2.53 example.org A expect=any\n");
    REQUIRE(eventually([&] { return said(" anyward info: up: adopted: "); }));
    const auto now = status();
    CHECK(now["checks"].size() == 2);
    CHECK(now["state"] == "up");
    CHECK(now["since"] == before["since"]);
    CHECK(now["transitions"] == before["transitions"]);
    REQUIRE(eventually([&] { return status()["checks"][1]["consecutive"] > 10; }));
    const auto all = output_of("ip -o -4 addr show dev lo");
    CHECK(all.find(service) < all.find("198.51.100.1"));
    nameserver.reset();
    CHECK(eventually(withdrawn));
}

TEST_CASE_FIXTURE(Reloaded, "a reload while it is drained: it stays so") {
    write_atomically(drain_file, R"({"reason": "new disk"})");
    start();
    REQUIRE(eventually(held));
    nameserver.emplace(Endpoint{ip(service)});
    const auto before = status();
    CHECK(before["transitions"].size() == 1);
    send(SIGHUP);
    REQUIRE(eventually([&] { return said(" anyward info: drained: drained: new disk\n"); }));
    CHECK(status()["since"] == before["since"]);
    CHECK(status()["transitions"] == before["transitions"]);
    CHECK(withdrawn());
    CHECK(held());
}

TEST_CASE_FIXTURE(Reloaded, "a reload takes up another metric, adds an address and takes one away") {
    serve();
    reload("metric = 2000\n");
    REQUIRE(eventually([] {
        const auto now = address();
        return now && now->metric == 2000;
    }));
    REQUIRE(eventually([&] { return settled(); }));

    const auto second = [] { return address("192.0.2.54").has_value(); };
    reload("metric = 2000\naddress = 192.0.2.54\n");
    REQUIRE(eventually(second));
    reload("metric = 2000\n");
    REQUIRE(eventually([&] { return !second(); }));
    CHECK(announced());
    REQUIRE(eventually([&] { return status()["addresses"].size() == 1; }));
    CHECK(status()["transitions"].size() == 1);
}

TEST_CASE_FIXTURE(Reloaded, "what cannot be meant, or needs a restart, is not taken up") {
    std::string lines;
    std::string why;
    SUBCASE("no unit") {
        lines = "rise = none\n";
        why = "rise: 'none' is ";
    }
    SUBCASE("another name") {
        lines = "name = other\n";
        why = "name, socket, drain-file and user cannot change without a restart\n";
    }
    serve();
    const auto refused = refusal(lines);
    INFO(refused);
    CHECK(refused.find(why) != std::string::npos);
    CHECK(is("up"));
    CHECK_FALSE(said("reloading"));
    nameserver.reset();
    CHECK(eventually(withdrawn)); // it still guards
}

TEST_CASE_FIXTURE(Guard, "a second daemon is refused: of that name, for that address, at that socket") {
    start();
    REQUIRE(eventually(held));
    // In this order; each would be refused for what comes later as well, and not run in the test's process.
    CHECK(refusal_of({"run", "--address", service, "--socket", socket})
              .starts_with("another anyward runs here under the name 'anyward'"));
    CHECK(refusal_of({"run", "--address", service, "--name", "other", "--socket", socket})
              .ends_with(" guards 192.0.2.53 here; an address has one guard"));
    CHECK(refusal_of({"run", "--address", "192.0.2.1", "--name", "other", "--socket", socket})
              .starts_with("--socket: another anyward, or "));
    CHECK(is("down")); // it is there still
}
