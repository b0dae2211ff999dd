#include "anyward/operator/control.hpp"

#include "anyward/operator/control_socket.hpp"
#include "support.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <filesystem>
#include <sys/socket.h>

using namespace anyward;
using namespace anyward::test;
using namespace std::chrono_literals;

namespace {

/// Somebody at the other end of the socket.
struct Client {
    explicit Client(const std::string& path) : socket(connect_to_control_socket(path)) {}

    void send(std::string_view text) const {
        REQUIRE(::send(socket.get(), text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
    }
    [[nodiscard]] std::ptrdiff_t lines() const { return std::ranges::count(received, '\n'); }

    OwnedFd socket;
    std::string received;
    bool ended = false; ///< by the server
};

struct Served {
    /// Runs the loop until the client has so many lines, or was disconnected.
    void read_lines(Client& client, std::ptrdiff_t lines) {
        auto give_up = loop.timer([&] {
            FAIL_CHECK("nothing came for a long time after: " << client.received);
            loop.stop();
        });
        give_up.arm(EventLoop::now() + 20s);
        const auto readable = loop.on_readable(
            client.socket.get(),
            [&] {
                std::array<char, 65536> part;
                const auto length = recv(client.socket.get(), part.data(), part.size(), 0);
                client.ended = length <= 0;
                client.received.append(part.data(), length < 0 ? 0 : static_cast<std::size_t>(length));
                if (client.ended || client.lines() >= lines) {
                    loop.stop();
                }
            },
            EventLoop::Order::after_timers);
        loop.run();
    }
    std::string answer(Client& client, std::string_view request) {
        client.received.clear();
        client.send(request);
        read_lines(client, 1);
        return client.received;
    }
    /// Runs the loop until it has seen all that was sent: a client that comes after it has been answered.
    void settle() {
        Client last(path);
        last.send("{}\n");
        read_lines(last, 1);
    }

    std::string path = std::filesystem::temp_directory_path() / ("anyward-control-" + std::to_string(getpid()));
    CapturedStderr captured;
    Log log{"test", LogLevel::error};
    EventLoop loop;
    ControlSocket listening{path};
    std::string status = R"({"state": "up"})";
    int status_requests = 0;
    std::vector<DrainOrder> drains;
    int undrains = 0;
    std::string refusal; ///< of drain and undrain
    Control control{loop,
                    listening.fd(),
                    log,
                    {.status =
                         [this] {
                             ++status_requests;
                             return status;
                         },
                     .first_event = [] { return R"({"event": "state"})"; },
                     .drain =
                         [this](const DrainOrder& order) {
                             refuse();
                             drains.push_back(order);
                         },
                     .undrain =
                         [this] {
                             refuse();
                             ++undrains;
                         }}};

private:
    void refuse() const {
        if (!refusal.empty()) {
            throw std::runtime_error(refusal);
        }
    }
};

} // namespace

TEST_CASE_FIXTURE(Served, "status socket: a line for each request, in order, however the bytes come") {
    Client client(path);
    CHECK(answer(client, "{\"request\": \"status\"}\n") == status + "\n");
    client.received.clear();
    client.send("{\"request\": \"status\"}\n{\"request\": \"undrain\"}\n{\"request\": \"sta");
    read_lines(client, 2);
    CHECK(client.received == status + "\n{\"ok\": true}\n");
    CHECK(answer(client, "tus\"}\n") == status + "\n");
    CHECK(status_requests == 3);
}

TEST_CASE_FIXTURE(Served, "status socket: drain with and without a reason and an end, and undrain") {
    Client client(path);
    CHECK(answer(client, "{\"request\": \"drain\", \"reason\": \"why\", \"until\": \"2026-11-23T10:00:00Z\"}\n") ==
          "{\"ok\": true}\n");
    CHECK(answer(client, "{\"request\": \"drain\", \"until\": null}\n") == "{\"ok\": true}\n");
    REQUIRE(drains.size() == 2);
    CHECK(drains[0] == DrainOrder{"why", parse_time("2026-11-23T10:00:00Z")});
    CHECK(drains[1] == DrainOrder{});
    CHECK(answer(client, "{\"request\": \"undrain\"}\n") == "{\"ok\": true}\n");
    CHECK(undrains == 1);
}

TEST_CASE_FIXTURE(Served, "status socket: what cannot be done is an error, and the client may ask again") {
    Client client(path);
    const std::string unclear =
        "{\"error\":\"a request is a JSON object in one line, as {\\\"request\\\": \\\"status\\\"}\"}\n";
    for (const auto* request : {"\n", "status\n", "[]\n", "{}\n", "{\"request\": 1}\n", "\xff\n"}) {
        CAPTURE(std::string(request));
        CHECK(answer(client, request) == unclear);
    }
    CHECK(answer(client, "{\"request\": \"restart\"}\n") ==
          "{\"error\":\"a request is status, watch, drain or undrain\"}\n");
    CHECK(answer(client, "{\"request\": \"drain\", \"until\": \"tomorrow\"}\n").starts_with("{\"error\":"));
    CHECK(drains.empty());
    refusal = "No space left";
    CHECK(answer(client, "{\"request\": \"drain\"}\n") == "{\"error\":\"No space left\"}\n");
    CHECK(answer(client, "{\"request\": \"undrain\"}\n") == "{\"error\":\"No space left\"}\n");
    CHECK(answer(client, "{\"request\": \"status\"}\n") == status + "\n");
}

TEST_CASE_FIXTURE(Served, "status socket: a request without end is refused, and its client disconnected") {
    Client client(path);
    client.send(std::string(5000, '{'));
    read_lines(client, 2);
    CHECK(client.received == "{\"error\":\"a request has at most 4096 bytes\"}\n");
    CHECK(client.ended);
}

TEST_CASE_FIXTURE(Served, "status socket: a watcher hears what is published, and is not heard any more") {
    Client watcher(path);
    Client other(path);
    CHECK(answer(watcher, "{\"request\": \"watch\"}\n") == "{\"event\": \"state\"}\n");
    CHECK(answer(other, "{\"request\": \"status\"}\n") == status + "\n");
    watcher.send("{\"request\": \"drain\"}\n");
    settle();
    control.publish([] { return "one"; });
    control.publish([] { return "two"; });
    read_lines(watcher, 3);
    CHECK(watcher.received == "{\"event\": \"state\"}\none\ntwo\n");
    CHECK(drains.empty());
    CHECK(answer(other, "{\"request\": \"status\"}\n") == status + "\n"); // and nothing of what was published
}

TEST_CASE_FIXTURE(Served, "status socket: nothing is made for watchers where there are none") {
    control.publish([]() -> std::string { throw std::runtime_error("asked for"); });
    {
        Client client(path);
        answer(client, "{\"request\": \"watch\"}\n");
    }
    settle(); // it has gone
    control.publish([]() -> std::string { throw std::runtime_error("asked for"); });
}

TEST_CASE_FIXTURE(Served, "status socket: a watcher that does not read is disconnected, and holds up no other") {
    Client slow(path);
    Client quick(path);
    answer(slow, "{\"request\": \"watch\"}\n");
    answer(quick, "{\"request\": \"watch\"}\n");
    const std::string event(std::size_t{64} * 1024, 'x');
    constexpr int events = 40; // more than it may leave unread, and than a socket takes
    for (int i = 0; i < events; ++i) {
        control.publish([&] { return event; });
        read_lines(quick, i + 2);
    }
    CHECK(quick.received.size() > events * event.size());
    read_lines(slow, events + 1);
    CHECK(slow.ended);
    CHECK(slow.received.size() < events * event.size());
}

TEST_CASE_FIXTURE(Served, "status socket: a client that does not read its answer is not heard until it has") {
    status = std::string(std::size_t{1024} * 1024, 'x');
    Client client(path);
    constexpr int requests = 4;
    for (int i = 0; i < requests; ++i) {
        client.send("{\"request\": \"status\"}\n");
    }
    settle();
    CHECK(status_requests == 1);
    read_lines(client, requests);
    CHECK(status_requests == requests);
    CHECK(client.received.size() == requests * (status.size() + 1));
    CHECK_FALSE(client.ended);
}
