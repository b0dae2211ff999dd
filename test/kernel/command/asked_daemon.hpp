#pragma once

#include "anyward/command/client.hpp"
#include "anyward/operator/control.hpp"
#include "anyward/operator/control_socket.hpp"
#include "anyward/operator/status.hpp"
#include "support.hpp"

#include <csignal>
#include <cstdio>
#include <doctest/doctest.h>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace anyward::test {

using namespace std::chrono_literals;

/// What came of a command.
struct Result {
    int status; ///< the exit status; -1: a signal ended it
    std::string out;
    std::string err;
};

/// A descriptor for a child to write to, and the parent to read from.
class Output {
public:
    Output() = default;
    ~Output() { std::fclose(file_); }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    [[nodiscard]] int fd() const { return fileno(file_); }
    [[nodiscard]] std::string text() const {
        std::string text(16384, '\0');
        const auto length = pread(fd(), text.data(), text.size(), 0);
        text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
        return text;
    }

private:
    std::FILE* file_ = std::tmpfile();
};

/// What a client meets at the status socket: a status that the test sets, and what orders do to it. Clients run in
/// processes of their own.
class AskedDaemon {
public:
    AskedDaemon() {
        std::string name = std::filesystem::temp_directory_path() / "anyward-client-XXXXXX";
        folder_ = mkdtemp(name.data());
        settings.socket = folder_ / "a.sock";
        now.name = "ns";
        now.state = State::up;
        now.serving = true;
        now.reason = "every check passed";
        now.since = std::chrono::system_clock::now();
        handlers.status = [this] { return status_json(now); };
        handlers.first_event = [this] { return status_event(now); };
        handlers.drain = [this](const DrainOrder& asked) {
            order = asked;
            now.drain = Status::Drain{.since = now.since, .until = asked.until, .reason = asked.reason};
            become(State::draining);
            std::exchange(on_order, [] {})();
        };
        handlers.undrain = [this] {
            now.drain.reset();
            become(State::down);
            std::exchange(on_order, [] {})();
        };
    }
    ~AskedDaemon() {
        leave();
        std::filesystem::remove_all(folder_);
    }
    AskedDaemon(const AskedDaemon&) = delete;
    AskedDaemon& operator=(const AskedDaemon&) = delete;

    void listen() {
        socket_.emplace(settings.socket);
        control.emplace(loop, socket_->fd(), log, handlers);
    }
    void leave() {
        control.reset();
        socket_.reset();
    }
    void become(State state) {
        now.state = state;
        now.serving = state == State::up || state == State::degraded;
    }
    /// While the next command runs.
    void after(Duration time, std::function<void()> action) {
        later_.push_back(loop.timer(std::move(action)));
        later_.back().arm(EventLoop::now() + time);
    }
    /// Runs a command in a child, and the loop until it ends.
    Result run(int (*command)(const Settings&)) {
        std::fflush(nullptr);
        child = fork();
        if (child == 0) {
            std::signal(SIGTERM, SIG_DFL); // doctest would report its end
            dup2(out.fd(), STDOUT_FILENO);
            dup2(err.fd(), STDERR_FILENO);
            const int status = command(settings);
            std::fflush(nullptr);
            _exit(status);
        }
        int status = -1;
        const auto ended = loop.on_process_end(child, [&](const ProcessEnd& end) {
            status = end.signal == 0 ? end.status : -1;
            loop.stop();
        });
        after(20s, [this] {
            kill(child, SIGKILL);
            FAIL_CHECK("it does not end");
        });
        loop.run();
        later_.clear();
        return {status, out.text(), err.text()};
    }

    EventLoop loop;
    Log log{"test", LogLevel::error};
    Settings settings;
    Status now{};
    Control::Handlers handlers;
    std::optional<DrainOrder> order;        ///< the last one
    std::function<void()> on_order = [] {}; ///< what the next one leads to
    std::optional<Control> control;
    Output out;
    Output err;
    pid_t child = 0;

private:
    std::filesystem::path folder_;
    std::optional<ControlSocket> socket_;
    std::vector<EventLoop::Source> later_;
};

/// It is there from the start.
struct Listening : AskedDaemon {
    Listening() { listen(); }
};

} // namespace anyward::test
