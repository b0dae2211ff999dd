#pragma once

#include "anyward/probe/probe.hpp"
#include "support.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <vector>

/// Nameservers that do what a test says, and probes that ask them.
namespace anyward::test {

using namespace std::chrono_literals;

using Bytes = std::vector<std::uint8_t>;
using Answered = std::vector<Bytes>;

/// A nameserver that does with a question what the test says.
class FakeServer {
public:
    using Answers = std::function<Answered(Bytes question)>;

    /// @param out the socket that answers are sent from, taken over; none: the one that is asked
    /// @param at where it listens; port 0: one that is free
    FakeServer(EventLoop& loop, Answers answers, int out = -1, const Endpoint& at = {ip("127.0.0.1"), 0})
        : answers_(std::move(answers)), socket_(bound_socket(at)), out_(out < 0 ? dup(socket_) : out), endpoint_(at) {
        sockaddr_in own{};
        socklen_t length = sizeof own;
        getsockname(socket_, reinterpret_cast<sockaddr*>(&own), &length);
        endpoint_.port = ntohs(own.sin_port);
        readable_ = loop.on_readable(socket_, [this] { serve(); });
    }
    ~FakeServer() {
        close(socket_);
        close(out_);
    }
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    static int bound_socket(const Endpoint& at = {ip("127.0.0.1"), 0}) {
        const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_storage any;
        const auto length = at.to_sockaddr(any);
        REQUIRE(bind(socket, reinterpret_cast<sockaddr*>(&any), length) == 0);
        return socket;
    }
    void serve() {
        Bytes question(65535);
        sockaddr_storage client;
        socklen_t client_length = sizeof client;
        const auto length = recvfrom(socket_, question.data(), question.size(), 0, reinterpret_cast<sockaddr*>(&client),
                                     &client_length);
        question.resize(static_cast<std::size_t>(length));
        questions.push_back(question);
        sources.push_back(ntohs(reinterpret_cast<sockaddr_in&>(client).sin_port));
        for (const auto& answer : answers_(question)) {
            sendto(out_, answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&client), client_length);
        }
        if (after_serving) {
            after_serving();
        }
    }
    [[nodiscard]] ProbeTarget target() const { return {.server = endpoint_}; }

    std::vector<Bytes> questions;
    std::vector<std::uint16_t> sources;
    std::function<void()> after_serving;

private:
    Answers answers_;
    int socket_;
    int out_;
    Endpoint endpoint_;
    EventLoop::Source readable_;
};

/// The same server's TCP side, on the port that the UDP side got: one connection, answered in the parts that the
/// test gives, or closed when there is none.
class FakeTcpServer {
public:
    using Parts = std::function<std::vector<Bytes>(Bytes question)>;

    FakeTcpServer(EventLoop& loop, const Endpoint& endpoint, Parts parts)
        : parts_(std::move(parts)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_storage own;
        const auto length = endpoint.to_sockaddr(own);
        REQUIRE(bind(listener_.get(), reinterpret_cast<sockaddr*>(&own), length) == 0);
        REQUIRE(listen(listener_.get(), 1) == 0);
        accepting_ = loop.on_readable(listener_.get(), [this, &loop] {
            connection_ = OwnedFd(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            reading_ = loop.on_readable(connection_.get(), [this] { serve(); });
        });
        next_part_ = loop.timer([this] { send_part(); });
    }

private:
    void serve() {
        Bytes question(65535);
        const auto length = recv(connection_.get(), question.data(), question.size(), 0);
        reading_ = {};
        REQUIRE(length > 2);
        REQUIRE((question[0] << 8 | question[1]) == length - 2);
        left_ = parts_(Bytes(question.begin() + 2, question.begin() + length));
        if (left_.empty()) {
            connection_ = OwnedFd();
        } else {
            send_part();
        }
    }
    /// One part at a time, each on a turn of the loop of its own.
    void send_part() {
        send(connection_.get(), left_.front().data(), left_.front().size(), MSG_NOSIGNAL);
        left_.erase(left_.begin());
        if (!left_.empty()) {
            next_part_.arm(EventLoop::now() + 2ms);
        }
    }

    Parts parts_;
    OwnedFd listener_;
    OwnedFd connection_;
    std::vector<Bytes> left_;
    EventLoop::Source accepting_;
    EventLoop::Source reading_;
    EventLoop::Source next_part_;
};

inline Bytes truncated(Bytes answer) {
    answer[2] |= 0x02; // TC
    return answer;
}

inline Bytes framed(const Bytes& message) {
    Bytes all(2 + message.size());
    all[0] = static_cast<std::uint8_t>(message.size() >> 8);
    all[1] = static_cast<std::uint8_t>(message.size());
    std::ranges::copy(message, all.begin() + 2);
    return all;
}

inline Bytes response(Bytes question) {
    question[2] |= 0x80; // QR
    return question;
}

inline Bytes with_other_id(Bytes answer) {
    answer[0] ^= 0xff;
    return answer;
}

struct Prober : OwnNetwork {
    EventLoop loop;
    Check check = parse_check("yetiops.net A");

    /// Asks all of them at the same time.
    std::vector<Verdict> ask_all(const std::vector<std::optional<ProbeTarget>>& targets, Duration timeout = 200ms) {
        std::vector<std::optional<Verdict>> results(targets.size());
        std::vector<std::unique_ptr<Probe>> probes;
        auto waiting = targets.size();
        for (std::size_t i = 0; i < targets.size(); ++i) {
            probes.push_back(start_probe(loop, check, targets[i], timeout, [&, i](const Verdict& verdict) {
                CHECK_FALSE(results[i]);
                results[i] = verdict;
                if (--waiting == 0) {
                    loop.stop();
                }
            }));
            CHECK_FALSE(results[i]); // never from within its making
        }
        loop.run();
        std::vector<Verdict> verdicts;
        for (const auto& result : results) {
            verdicts.push_back(result.value());
        }
        return verdicts;
    }
    Verdict ask(const std::optional<ProbeTarget>& target, Duration timeout = 200ms) {
        return ask_all({target}, timeout).front();
    }
};

} // namespace anyward::test
