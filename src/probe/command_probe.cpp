#include "anyward/probe/command_probe.hpp"

#include "anyward/base/process.hpp"
#include "anyward/base/text.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

constexpr std::size_t longest_tail = 4096;
constexpr std::size_t longest_line = 200;
// What a pipe holds; somebody who has left the group may go on writing.
constexpr int reads_at_end = 16;

} // namespace

CommandProbe::CommandProbe(EventLoop& loop, const Program& program, Duration timeout, OnVerdict on_verdict,
                           const std::vector<std::string>& environment)
    : Probe(loop, std::move(on_verdict)), timeout_(timeout), started_(EventLoop::now()),
      deadline_(loop.timer([this] { on_deadline(); })) {
    try {
        auto process = start_process(program.arguments, environment);
        pid_ = process.pid;
        output_ = std::move(process.output);
        readable_ = loop.on_readable(output_.get(), [this] {
            if (!read_output()) {
                readable_ = {}; // closed, which poll would say again and again
            }
        });
        end_ = loop.on_process_end(*pid_, [this](const ProcessEnd& end) { on_end(end); });
        deadline_.arm(started_ + timeout);
    } catch (const std::system_error& error) {
        abandon();
        conclude(VerdictKind::exec, fmt::format("not started: {}", error.what()));
    }
}

/// A process that cannot be watched.
void CommandProbe::abandon() {
    if (pid_) {
        kill_group();
        waitpid(*pid_, nullptr, 0);
        pid_.reset();
    }
}

/// Its leader by itself too, which may have gone to another group.
void CommandProbe::kill_group() const {
    kill(-*pid_, SIGKILL);
    kill(*pid_, SIGKILL);
}

CommandProbe::~CommandProbe() {
    if (pid_) {
        kill_group();
        loop().reap(std::move(end_));
    }
}

/// @return whether there may be more
bool CommandProbe::read_output() {
    std::array<char, longest_tail> part;
    const auto length = read(output_.get(), part.data(), part.size());
    if (length <= 0) {
        return length < 0 && errno == EAGAIN;
    }
    tail_.append(part.data(), static_cast<std::size_t>(length));
    tail_.erase(0, tail_.size() - std::min(tail_.size(), longest_tail));
    return true;
}

void CommandProbe::on_end(const ProcessEnd& end) {
    kill_group(); // what it has left behind; its number stays taken until this returns
    pid_.reset();
    for (int i = 0; i < reads_at_end && read_output(); ++i) {
    }
    if (killed_) {
        conclude(VerdictKind::timeout, fmt::format("did not end within {}, killed", format_duration(timeout_)));
    } else if (end.signal != 0) {
        const char* name = sigabbrev_np(end.signal); // none for the real-time ones
        conclude(VerdictKind::exec,
                 name == nullptr ? fmt::format("ended by signal {}", end.signal) : fmt::format("ended by SIG{}", name));
    } else {
        conclude(end.status == 0 ? VerdictKind::ok : VerdictKind::exec, fmt::format("exit status {}", end.status));
    }
}

void CommandProbe::on_deadline() {
    kill_group();
    deadline_.arm(EventLoop::now() + timeout_);
    if (std::exchange(killed_, true)) {
        conclude(VerdictKind::timeout, "did not end, and does not although it was killed");
    }
}

void CommandProbe::conclude(VerdictKind kind, const std::string& how) {
    const auto line = printable(std::string(last_line(tail_).substr(0, longest_line)));
    hand_over({kind, line.empty() ? how : fmt::format("{}: {}", how, line),
               std::chrono::duration_cast<Duration>(EventLoop::now() - started_)});
}

} // namespace anyward
