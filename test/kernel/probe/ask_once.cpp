#include "anyward/probe/ask_once.hpp"

#include "prober.hpp"

#include <filesystem>
#include <sys/stat.h>

using namespace anyward;
using namespace anyward::test;

namespace {

struct Asking : OwnNetwork {
    Settings settings;

    Asking() {
        settings.interface = "lo";
        settings.timeout = settings.check_timeout = 20s;
        settings.interval = settings.fast_interval = 1s;
    }
    std::vector<Verdict> ask(const std::vector<Presence>& presence) {
        return ask_once(plan_probes(settings), presence);
    }
};

} // namespace

TEST_CASE_FIXTURE(Asking, "each check is asked once, all at the same time, and the verdicts are in the checks' order") {
    const auto pipe = (std::filesystem::temp_directory_path() / ("anyward-once-" + std::to_string(getpid()))).string();
    REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
    // The first one waits for the second one, each opening of the pipe for the other.
    settings.checks = {parse_check("exec:sh -c \"cat " + pipe + "; exit 7\""),
                       parse_check("exec:sh -c \"echo second >" + pipe + "\""), parse_check("exec:sh -c \"exit 3\"")};
    const auto verdicts = ask({});
    std::filesystem::remove(pipe);
    REQUIRE(verdicts.size() == 3);
    CHECK(verdicts[0].detail == "exit status 7: second");
    CHECK(verdicts[1].kind == VerdictKind::ok);
    CHECK(verdicts[2].detail == "exit status 3");
}

TEST_CASE_FIXTURE(Asking, "who is asked goes by the presence of the service address, each by its own") {
    settings.addresses = {ip("192.0.2.53"), ip("198.51.100.53")};
    settings.checks = {parse_check("@198.51.100.53 . SOA"), parse_check(". NS")};
    shell("ip addr add 192.0.2.53/32 dev lo");
    shell("ip route add local 198.51.100.53 dev lo table local");
    const auto verdicts = ask({{.announced = true}, {.held = true}});
    REQUIRE(verdicts.size() == 2);
    CHECK(verdicts[0].detail == "nothing listens on 198.51.100.53#53");
    CHECK(verdicts[1].detail == "nothing listens on 192.0.2.53#53"); // announced: it is loopback that is not asked
    CHECK(ask({{}, {.held = true}})[1].detail == "nothing listens on 127.0.0.1#53");
}

TEST_CASE_FIXTURE(Asking, "a refused connection does not keep the loop from those who take longer") {
    const OwnedFd silent(FakeServer::bound_socket({ip("127.0.0.1"), 5300}));
    settings.checks = {parse_check("@127.0.0.1 . SOA +tcp"), parse_check("@127.0.0.1#5300 . SOA timeout=50ms")};
    const auto verdicts = ask({});
    REQUIRE(verdicts.size() == 2);
    CHECK(verdicts[0].kind == VerdictKind::refused);
    CHECK(verdicts[1].kind == VerdictKind::timeout);
}

TEST_CASE_FIXTURE(Asking, "nothing to ask, no verdict") {
    CHECK(ask({}).empty());
}
