#include "anyward/probe/tripwire.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <vector>

using namespace anyward;
using namespace anyward::test;
using namespace std::chrono_literals;

namespace {

struct Wire : OwnNetwork {
    EventLoop loop;
    OwnedFd listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    ProbeTarget target{.server = {ip("127.0.0.1"), 5300}};
    std::vector<OwnedFd> connections;
    EventLoop::Source accepting;
    std::vector<Time> trips;
    std::vector<std::string> complaints;
    std::function<void()> on_accept;
    std::function<void()> on_trip;
    EventLoop::Source giving_up = loop.timer([this] {
        FAIL("nothing happened for a long time");
        loop.stop();
    });

    Wire() { giving_up.arm(EventLoop::now() + 20s); }
    void serve() {
        sockaddr_storage own;
        const auto length = target.server.to_sockaddr(own);
        REQUIRE(bind(listener.get(), reinterpret_cast<sockaddr*>(&own), length) == 0);
        REQUIRE(listen(listener.get(), 8) == 0);
        accepting = loop.on_readable(listener.get(), [this] {
            connections.emplace_back(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (on_accept) {
                on_accept();
            }
        });
    }
    Tripwire wire(Duration interval) {
        return {loop,
                interval,
                {.on_trip =
                     [this] {
                         trips.push_back(EventLoop::now());
                         if (on_trip) {
                             on_trip();
                         }
                     },
                 .on_no_tcp =
                     [this](const std::string& detail) {
                         complaints.push_back(detail);
                         loop.stop();
                     }}};
    }
};

} // namespace

TEST_CASE_FIXTURE(Wire, "the end of the connection trips, and a new one is made no sooner than the interval") {
    serve();
    auto tripwire = wire(100ms);
    std::vector<Time> accepted;
    on_accept = [&] {
        accepted.push_back(EventLoop::now());
        if (accepted.size() == 3) {
            loop.stop();
        } else {
            connections.clear(); // the nameserver closes what is idle
        }
    };
    tripwire.set_target(target);
    loop.run();
    CHECK(trips.size() == 2);
    CHECK(accepted[2] - accepted[0] >= 190ms); // two intervals, from the connecting to the accepting
    CHECK(complaints.empty());
}

TEST_CASE_FIXTURE(Wire, "a reset trips as well") {
    serve();
    auto tripwire = wire(100ms);
    on_accept = [&] {
        const linger now{.l_onoff = 1, .l_linger = 0}; // close() resets
        setsockopt(connections.back().get(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        connections.clear();
    };
    on_trip = [&] { loop.stop(); };
    tripwire.set_target(target);
    loop.run();
    CHECK(trips.size() == 1);
}

TEST_CASE_FIXTURE(Wire, "a server without TCP is said once, and trips nothing") {
    auto tripwire = wire(1ms);
    tripwire.set_target(target);
    if (complaints.empty()) { // the kernel may refuse a connection to itself before connect() returns
        loop.run();
    }
    tripwire.set_target(target);
    REQUIRE(complaints.size() == 1);
    CHECK(complaints[0] == "nothing listens on 127.0.0.1#5300");
    CHECK(trips.empty());
}

TEST_CASE_FIXTURE(Wire, "a server that dies trips, and its refusals afterwards are not said to be a lack of TCP") {
    serve();
    auto tripwire = wire(1ms);
    on_accept = [&] {
        accepting = {};
        listener = OwnedFd();
        connections.clear();
    };
    auto enough = loop.timer([&] { loop.stop(); });
    on_trip = [&] { enough.arm(EventLoop::now() + 50ms); }; // some refused connections later
    tripwire.set_target(target);
    loop.run();
    CHECK(trips.size() == 1);
    CHECK(complaints.empty());
}

TEST_CASE_FIXTURE(Wire, "without a target nothing is held") {
    serve();
    auto tripwire = wire(1ms);
    EventLoop::Source ended;
    on_accept = [&] {
        tripwire.set_target(std::nullopt);
        // The server sees the end of the connection; the wire does not call its own doing a trip.
        ended = loop.on_readable(connections.back().get(), [this] { loop.stop(); });
    };
    tripwire.set_target(target);
    loop.run();
    CHECK(trips.empty());
}
