#include "anyward/daemon/daemon.hpp"

#include "guard.hpp"

#include <cerrno>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>

using namespace anyward;
using namespace anyward::test;

namespace {

/// A log that nobody reads.
class StuckLog {
public:
    StuckLog() {
        REQUIRE(pipe2(ends_, O_CLOEXEC) == 0);
        REQUIRE(fcntl(ends_[0], F_SETFL, O_NONBLOCK) == 0);
    }
    ~StuckLog() {
        close(ends_[0]);
        close(ends_[1]);
    }
    StuckLog(const StuckLog&) = delete;
    StuckLog& operator=(const StuckLog&) = delete;

    [[nodiscard]] int write_end() const { return ends_[1]; }
    /// From here on whoever writes waits.
    void fill() const {
        // Opened once more, since whether a write waits is kept with what was opened, and the daemon has that too.
        const OwnedFd hasty(
            open(("/proc/self/fd/" + std::to_string(ends_[1])).c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
        while (write(hasty.get(), "x", 1) == 1) {
        }
        REQUIRE(errno == EAGAIN);
    }
    /// What is in it now.
    [[nodiscard]] std::string read_all() const {
        std::string all(std::size_t{1024} * 1024, '\0');
        const auto length = read(ends_[0], all.data(), all.size());
        all.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
        return all;
    }

private:
    int ends_[2]{};
};

} // namespace

TEST_CASE_FIXTURE(Guard, "a service whose nameserver answers rises: held, announced, settled") {
    start();
    REQUIRE(eventually(held));
    REQUIRE(eventually([&] { return said(" anyward info: down: started\n"); }));
    REQUIRE(eventually([&] { return said(" anyward warning: liveness: refused: "); }));
    CHECK(withdrawn());
    CHECK(is("down"));

    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually(announced));
    REQUIRE(eventually([&] { return settled(); }));
    CHECK(said(" anyward info: down -> up: every check passed 3 times in a row\n"));
    CHECK(held());
    CHECK(output_of("ip -o addr show dev lo to 192.0.2.53").find("inet 192.0.2.53/32 scope global dynamic lo:1") !=
          std::string::npos);
    CHECK(address()->valid <= Lifetime(10));

    const auto now = status();
    CHECK(now["state"] == "up");
    CHECK(now["serving"] == true);
    CHECK(now["reason"] == "every check passed 3 times in a row");
    CHECK(now["addresses"][0]["announced"] == true);
    CHECK(now["addresses"][0]["held"] == true);
    CHECK(now["checks"][0]["server"] == "192.0.2.53#53");
    CHECK(now["checks"][0]["ok"] == true);
    CHECK(now["transitions"].size() == 1);
}

TEST_CASE_FIXTURE(Guard, "the nameserver goes: withdrawn, held, and why; it comes back after the hold-down") {
    configure("hold-down = 3s\nhold-down-max = 3s\n");
    serve();
    nameserver.reset();
    REQUIRE(eventually(withdrawn));
    CHECK(held());
    REQUIRE(eventually([&] { return is("down"); }));
    CHECK(said(" anyward warning: up -> down: liveness: refused: nothing listens on 192.0.2.53#53 (2 of the last "));
    const auto now = status();
    CHECK(now["serving"] == false);
    CHECK(now["addresses"][0]["settled"] == false);
    CHECK(now["transitions"].size() == 2);
    CHECK(now["transitions"][1]["reason"] == now["reason"]);

    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return settled(); }));
    CHECK(said(" anyward info: down: every check passes; held down for 3s from the last withdrawal"));
}

TEST_CASE_FIXTURE(Guard, "a hard check beside the liveness check is required, too") {
    configure("check = @127.0.0.1#5300 example.org A expect=any\n");
    start();
    REQUIRE(eventually(held));
    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return status()["checks"][0]["ok"] == true; }));
    CHECK(withdrawn());
    std::optional<Nameserver> other(std::in_place, Endpoint{ip("127.0.0.1"), 5300});
    REQUIRE(eventually([&] { return settled(); }));
    other.reset();
    REQUIRE(eventually(withdrawn));
    CHECK(eventually([&] { return said("up -> down: check '@127.0.0.1#5300 example.org A expect=any': refused: "); }));
}

TEST_CASE_FIXTURE(Guard, "a nameserver that is there and answers nothing is found out as well") {
    configure("timeout = 200ms\n");
    serve();
    nameserver->silent = true;
    REQUIRE(eventually(withdrawn));
    CHECK(eventually([&] { return said("up -> down: liveness: timeout: "); }));
}

TEST_CASE_FIXTURE(Guard, "the kernel is told first: a reader of the log who is stuck does not keep it waiting") {
    configure("tripwire = off\nlease = off\nfall = 1\n"); // one failure decides: of others the log would tell before
    const StuckLog stuck;
    start(stuck.write_end());
    REQUIRE(eventually(held));
    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return settled(); }));
    stuck.fill();
    std::string line;
    SUBCASE("of a drain") {
        std::ofstream(drain_file, std::ios::app);
        CHECK(eventually(withdrawn));
        line = "up -> draining: ";
    }
    SUBCASE("of a nameserver that is dead") {
        nameserver.reset();
        CHECK(eventually(withdrawn));
        line = "up -> down: ";
    }
    SUBCASE("of an address that somebody deletes") {
        shell("ip addr del 192.0.2.53/32 dev lo");
        CHECK(eventually(announced));
        line = "somebody deleted 1 of the 1 announced from lo; ";
    }
    SUBCASE("of its own end") {
        send(SIGTERM);
        CHECK(eventually(withdrawn));
        line = "ending: withdrawing";
    }
    std::string read;
    CHECK(eventually([&] {
        read += stuck.read_all();
        return read.find(line) != std::string::npos;
    }));
}
