#include "probed.hpp"

using namespace anyward;
using namespace anyward::test;

namespace {

/// TCP of the nameserver on the first service address.
struct Wired : Probed {
    OwnedFd listener{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    OwnedFd connection;
    int accepted = 0;
    std::function<void()> on_accept = [this] { loop.stop(); };
    EventLoop::Source accepting;
    EventLoop::Source ended;

    Wired() {
        settings.tripwire = true;
        sockaddr_storage own;
        const auto length = first.to_sockaddr(own);
        REQUIRE(bind(listener.get(), reinterpret_cast<sockaddr*>(&own), length) == 0);
        REQUIRE(listen(listener.get(), 8) == 0);
        accepting = loop.on_readable(listener.get(), [this] {
            ++accepted;
            connection = OwnedFd(accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
            on_accept();
        });
    }
};

} // namespace

TEST_CASE_FIXTURE(Wired, "a tripwire is held while serving and settled only") {
    auto server = answering(first);
    start();
    SUBCASE("not while withdrawn or unsettled") {
        follow({held, held}, false);
        follow({announced, announced}, true, {1});
        stop_soon();
        loop.run();
        CHECK(accepted == 0);
    }
    SUBCASE("while serving, and no longer") {
        on_accept = [&] {
            ended = loop.on_readable(connection.get(), [this] { loop.stop(); });
            follow({held, held}, false);
        };
        follow({announced, announced}, true);
        loop.run();
        CHECK(accepted == 1);
        char unasked = 0;
        CHECK(recv(connection.get(), &unasked, 1, MSG_DONTWAIT) == 0); // it was ended from the other side
    }
}

TEST_CASE_FIXTURE(Wired, "when a tripwire trips, its server is asked at once") {
    auto server = answering(first);
    on_accept = [&] { connection = OwnedFd(); };
    on_verdict = [&](Row) {
        if (verdicts.size() == 1) {
            follow({announced, announced}, true);
        } else {
            loop.stop();
        }
        return Pace::steady;
    };
    start();
    follow({announced, announced}, false);
    loop.run();
    CHECK(accepted == 1);
    CHECK(verdicts.size() == 2);
}
