#include "anyward/operator/reporter.hpp"

#include "anyward/base/atomic_file.hpp"
#include "guard.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <vector>

using namespace anyward;
using namespace anyward::test;

namespace {

const Endpoint upstream{ip("127.0.0.1"), 5300};

/// A program for --on-change that keeps what it is told.
struct Kept : Guard {
    Kept() {
        std::ofstream(program) << "#!/bin/sh\n"
                                  "echo \"$ANYWARD_NAME: $ANYWARD_PREVIOUS $ANYWARD_STATE $ANYWARD_ADDRESSES: "
                                  "$ANYWARD_REASON\" >>\"$1\"\n";
        std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    }
    [[nodiscard]] std::vector<std::string> told() const {
        std::ifstream file(changes);
        std::vector<std::string> lines;
        for (std::string line; std::getline(file, line);) {
            lines.push_back(line);
        }
        return lines;
    }

    const std::string program = folder / "program";
    const std::string changes = folder / "changes";
    const std::string on_change = "on-change = " + program + " " + changes + "\n";
};

/// Each line of the log that tells of the state, without its time.
std::vector<std::string> states_in(const std::string& log) {
    std::istringstream text(log);
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) {
        line.erase(0, line.find(' ') + 1);
        if (line.find(" -> ") != std::string::npos) {
            lines.push_back(line);
        }
    }
    return lines;
}

} // namespace

TEST_CASE_FIXTURE(Guard, "the log tells of each change of state, and warns of bad ones") {
    configure("soft-check = @127.0.0.1#5300 example.org A expect=any\n");
    std::optional<Nameserver> soft(std::in_place, upstream);
    serve();
    soft.reset();
    REQUIRE(eventually([&] { return is("degraded"); }));
    soft.emplace(upstream);
    REQUIRE(eventually([&] { return is("up"); }));
    write_atomically(drain_file, R"({"reason": "new disk"})");
    REQUIRE(eventually([&] { return is("drained"); }));
    std::filesystem::remove(drain_file);
    REQUIRE(eventually([&] { return settled(); }));
    nameserver.reset();
    REQUIRE(eventually([&] { return is("down"); }));

    const auto lines = states_in(log());
    REQUIRE(lines.size() == 7);
    CHECK(lines[0] == "anyward info: down -> up: every check passed 3 times in a row");
    CHECK(
        lines[1].starts_with("anyward warning: up -> degraded: soft check '@127.0.0.1#5300 example.org A expect=any': "
                             "refused: nothing listens on 127.0.0.1#5300 ("));
    CHECK(lines[2] == "anyward info: degraded -> up: every soft check passes again");
    CHECK(lines[3] == "anyward info: up -> draining: drained: new disk; withdrawn, answering what is still on its way");
    CHECK(lines[4] == "anyward info: draining -> drained: drained: new disk");
    CHECK(lines[5] == "anyward info: drained -> up: undrained, and every check passes");
    CHECK(lines[6].starts_with("anyward warning: up -> down: liveness: refused: nothing listens on 192.0.2.53#53 ("));
}

TEST_CASE_FIXTURE(Guard, "every watcher hears of a change once, after the probe that led to it") {
    serve();
    StatusClient first(socket);
    StatusClient second(socket);
    for (auto* watcher : {&first, &second}) {
        watcher->send({{"request", "watch"}});
        const auto begin = watcher->next();
        CHECK(begin["event"] == "status");
        CHECK(begin["status"]["state"] == "up");
    }
    nameserver.reset();
    for (auto* watcher : {&first, &second}) {
        std::vector<std::string> refused;
        auto event = watcher->next();
        for (; event["event"] == "probe"; event = watcher->next()) {
            if (event["verdict"] == "refused") {
                refused.push_back(event["detail"]);
            }
        }
        REQUIRE(event["event"] == "transition");
        CHECK(event["from"] == "up");
        CHECK(event["to"] == "down");
        CHECK(event["serving"] == false);
        REQUIRE(refused.size() == 2); // the one that was confirmed, and the one that did
        CHECK(event["reason"].get<std::string>().starts_with("liveness: refused: " + refused[1] + " (2 of the last "));
        CHECK(watcher->next()["event"] == "probe");
    }
}

TEST_CASE_FIXTURE(Kept, "the program of --on-change is told of each change") {
    configure(on_change);
    serve();
    REQUIRE(eventually([&] { return told().size() == 1; }));
    nameserver.reset();
    REQUIRE(eventually([&] { return told().size() == 2; }));
    CHECK(told()[0] == "anyward: down up 192.0.2.53/32: every check passed 3 times in a row");
    CHECK(told()[1].starts_with("anyward: up down 192.0.2.53/32: liveness: refused: "));
}

TEST_CASE_FIXTURE(Kept, "after a reload, a state that is as it was is no change") {
    configure(on_change);
    serve();
    REQUIRE(eventually([&] { return told().size() == 1; }));
    send(SIGHUP);
    REQUIRE(
        eventually([&] { return said(" anyward info: up: adopted: the address was on the interface at start\n"); }));
    nameserver.reset();
    REQUIRE(eventually([&] { return told().size() == 2; }));
    CHECK(told()[1].starts_with("anyward: up down "));
    CHECK(states_in(log()).size() == 2);
}
