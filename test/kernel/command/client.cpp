// The commands that ask a running daemon.

#include "asked_daemon.hpp"

#include <fcntl.h>
#include <sys/un.h>

using namespace anyward;
using namespace anyward::test;

TEST_CASE_FIXTURE(Listening, "status: text of the state, whose exit status says up, down or in between") {
    int wanted = 0;
    SUBCASE("up") {}
    SUBCASE("down") {
        become(State::down);
        wanted = 2;
    }
    SUBCASE("degraded") {
        become(State::degraded);
        wanted = 1;
    }
    SUBCASE("draining") {
        become(State::draining);
        wanted = 1;
    }
    SUBCASE("drained") {
        become(State::drained);
        wanted = 1;
    }
    const auto result = run(show_status);
    CHECK(result.status == wanted);
    CHECK(result.out.starts_with("ns is " + std::string(to_string(now.state)) + " for "));
    CHECK(result.out.find(" s: every check passed\n") != std::string::npos);
    CHECK(result.err.empty());
}

TEST_CASE_FIXTURE(Listening, "status --json: the daemon's own line") {
    settings.client.json = true;
    become(State::down);
    const auto result = run(show_status);
    CHECK(result.status == 2);
    CHECK(result.out == status_json(now) + "\n");
}

TEST_CASE_FIXTURE(AskedDaemon, "no daemon: 3, and one line that names the socket") {
    std::string why = "No such file or directory";
    SUBCASE("nor a socket") {}
    SUBCASE("but the socket of one that was killed") {
        const OwnedFd bound(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
        settings.socket.copy(address.sun_path, sizeof address.sun_path - 1);
        REQUIRE(bind(bound.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        why = "Connection refused";
    }
    for (auto* const command : {show_status, drain, undrain}) {
        AskedDaemon other;
        other.settings.socket = settings.socket;
        const auto result = other.run(command);
        CHECK(result.status == 3);
        CHECK(result.out.empty());
        CHECK(result.err == "anyward: no daemon answers at " + settings.socket +
                                "; does it run, and under this --name or --socket? (" + why + ")\n");
    }
}

TEST_CASE_FIXTURE(AskedDaemon, "a daemon that cannot, or is not understood: 3, and one line that says why") {
    std::string line;
    int (*command)(const Settings&) = show_status;
    SUBCASE("cannot drain") {
        handlers.drain = [](const DrainOrder&) { throw std::runtime_error("no space is left"); };
        command = drain;
        line = "anyward: no space is left\n";
    }
    SUBCASE("cannot undrain") {
        handlers.undrain = [] { throw std::runtime_error("read-only"); };
        command = undrain;
        line = "anyward: read-only\n";
    }
    SUBCASE("cannot tell its status") {
        handlers.status = [] { return R"({"error": "it is late"})"; };
        line = "anyward: it is late\n";
    }
    SUBCASE("lacks a key") {
        handlers.status = [] { return R"({"name": "ns"})"; };
        line = "key 'state' not found)\n";
    }
    SUBCASE("is something else") {
        handlers.status = [] { return "220 ready"; };
        line = ")\n";
    }
    listen();
    const auto result = run(command);
    CHECK(result.status == 3);
    CHECK(result.out.empty());
    CHECK(result.err.ends_with(line));
    CHECK(result.err.find('\n') + 1 == result.err.size());
    if (command == show_status && line.ends_with(")\n")) {
        CHECK(result.err.starts_with("anyward: the daemon's answer cannot be read; is it another release"));
    }
}

TEST_CASE_FIXTURE(Listening, "drain: hands over why and how long, and does not wait unless told to") {
    settings.client.drain_reason = "kernel update";
    settings.client.drain_for = 90s;
    const auto before = std::chrono::system_clock::now();
    CHECK(run(drain).status == 0);
    CHECK(now.state == State::draining);
    REQUIRE(order.has_value());
    CHECK(order->reason == "kernel update");
    REQUIRE(order->until.has_value());
    CHECK(*order->until > before + 89s);
    CHECK(*order->until < before + 110s);
}

TEST_CASE_FIXTURE(Listening, "drain --wait: until it is drained, over a restart of the daemon too") {
    settings.client.wait = true;
    bool restarts = false;
    SUBCASE("") {}
    SUBCASE("restarted meanwhile") {
        restarts = true;
    }
    on_order = [&] {
        if (restarts) {
            after(150ms, [this] { leave(); });
            after(300ms, [this] { listen(); });
        }
        after(450ms, [this] { become(State::drained); });
    };
    const auto result = run(drain);
    CHECK(result.status == 0);
    CHECK(result.err.empty());
    CHECK(now.state == State::drained);
    CHECK_FALSE(order->until.has_value());
}

TEST_CASE_FIXTURE(Listening, "drain --wait: gives up where somebody undrains meanwhile") {
    settings.client.wait = true;
    on_order = [this] { after(150ms, [this] { handlers.undrain(); }); };
    const auto result = run(drain);
    CHECK(result.status == 3);
    CHECK(result.err == "anyward: it was undrained meanwhile\n");
}

TEST_CASE_FIXTURE(Listening, "undrain --wait: until the service is announced again") {
    handlers.drain({});
    settings.client.wait = true;
    SUBCASE("") {
        on_order = [this] { after(300ms, [this] { become(State::degraded); }); };
        CHECK(run(undrain).status == 0);
        CHECK(now.serving);
    }
    SUBCASE("gives up where somebody drains it again meanwhile") {
        on_order = [this] { after(150ms, [this] { handlers.drain({}); }); };
        const auto result = run(undrain);
        CHECK(result.status == 3);
        CHECK(result.err == "anyward: it was drained again meanwhile\n");
    }
}

TEST_CASE_FIXTURE(Listening, "watch: a line for each event, until a signal ends it") {
    std::string wanted = " up: every check passed\n";
    std::string next = " up -> down: check 'a': refused\n";
    const auto event = transition_event({now.since, State::up, State::down, "check 'a': refused"}, false);
    SUBCASE("for people") {}
    SUBCASE("for programs") {
        settings.client.json = true;
        wanted = status_event(now) + "\n";
        next = event + "\n";
    }
    std::function<void()> look = [&] {
        if (out.text().ends_with(next)) {
            kill(child, SIGTERM);
        } else if (out.text().ends_with(wanted)) {
            control->publish([&] { return event; });
        }
        after(20ms, look);
    };
    after(20ms, look);
    const auto result = run(watch);
    CHECK(result.status == -1);
    CHECK(result.out.find(wanted) != std::string::npos);
    CHECK(result.err.empty());
}

TEST_CASE_FIXTURE(AskedDaemon, "watch: waits for a daemon that is not there yet, or has no place, and says so once") {
    std::string why = "No such file or directory";
    int times = 0;
    bool listens = true;
    SUBCASE("not there") {
        listens = false;
        why = settings.socket + ": " + why;
    }
    SUBCASE("no place") {
        handlers.first_event = [&, first_event = handlers.first_event] {
            return ++times < 3 ? R"({"error": "there are 32 watchers already"})" : first_event();
        };
        listen();
        why = "there are 32 watchers already";
    }
    std::function<void()> look = [&] {
        if (!out.text().empty()) {
            kill(child, SIGTERM);
        } else if (!listens && !err.text().empty()) {
            listens = true;
            listen();
        }
        after(20ms, look);
    };
    after(20ms, look);
    const auto result = run(watch);
    CHECK(result.out.ends_with(" up: every check passed\n"));
    CHECK(result.err == "anyward: " + why + "; waiting for it at " + settings.socket + "\n");
}

TEST_CASE_FIXTURE(Listening, "watch: ends with 3 where stdout takes no more, or a daemon is not understood") {
    SUBCASE("stdout is full") {
        const OwnedFd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
        dup2(full.get(), out.fd());
        const auto result = run(watch);
        CHECK(result.status == 3);
        CHECK(result.err == "anyward: writing: No space left on device\n");
    }
    SUBCASE("not understood") {
        leave();
        handlers.first_event = [] { return R"({"event": "status"})"; };
        listen();
        const auto result = run(watch);
        CHECK(result.status == 3);
        CHECK(result.err.ends_with("key 'status' not found)\n"));
        CHECK(result.err.find('\n') + 1 == result.err.size());
    }
}
