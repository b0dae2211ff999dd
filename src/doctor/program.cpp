#include "anyward/doctor/program.hpp"

#include "anyward/base/process.hpp"
#include "anyward/base/time.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace anyward::doctor {

namespace {

using namespace std::chrono_literals;

constexpr Duration deadline = 10s; // they take milliseconds, or seconds on a loaded machine
constexpr std::size_t longest_output = std::size_t{16} * 1024 * 1024;

/// Reads until all that have the other end are gone. @return false: past the deadline, or too much
bool read_all(int fd, std::string& text, Time until) {
    std::array<char, 16384> buffer{};
    while (text.size() < longest_output) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd ready{.fd = fd, .events = POLLIN, .revents = 0};
        if (left <= 0 || (poll(&ready, 1, static_cast<int>(left)) < 0 && errno != EINTR)) {
            return false;
        }
        const auto length = read(fd, buffer.data(), buffer.size());
        if (length == 0) {
            return true;
        }
        if (length > 0) {
            text.append(buffer.data(), static_cast<std::size_t>(length));
        } else if (errno != EAGAIN && errno != EINTR) {
            return false;
        }
    }
    return false;
}

} // namespace

Output run_program(const std::vector<std::string>& arguments) {
    const auto process = start_process(arguments, {}, Privileges::ours);
    std::string text;
    const bool complete = read_all(process.output.get(), text, Clock::now() + deadline);
    if (!complete) {
        kill(-process.pid, SIGKILL);
    }
    int status = 0;
    while (waitpid(process.pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!complete) {
        throw NotLookedAt(fmt::format("{} did not end within {}, or said far too much", arguments.front(),
                                      format_duration(deadline)));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == not_run) {
        throw NotLookedAt(fmt::format("{} is not here", arguments.front()));
    }
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), std::move(text)};
}

std::string output_of(const std::vector<std::string>& arguments) {
    auto output = run_program(arguments);
    if (output.status != 0) {
        const auto line = last_line(output.text);
        throw NotLookedAt(fmt::format("{}: {}", arguments.front(), line.empty() ? "it said nothing" : line));
    }
    return std::move(output.text);
}

} // namespace anyward::doctor
