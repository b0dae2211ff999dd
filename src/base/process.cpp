#include "anyward/base/process.hpp"

#include "anyward/base/user.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

namespace anyward {

namespace {

constexpr std::string_view line_ends = "\r\n";

[[noreturn]] void give_up(const char* what) {
    dprintf(STDERR_FILENO, "cannot run %s: %s\n", what, std::strerror(errno));
    _exit(not_run);
}

void reset_signals() {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL); // services are started with it ignored (systemd.exec(5), IgnoreSIGPIPE=)
}

/// In the child.
[[noreturn]] void become(char* const* arguments, char* const* environment, int output, Privileges privileges) {
    const int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0 ||
        close_range(STDERR_FILENO + 1, ~0U, 0) != 0 || setpgid(0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 ||
        (privileges == Privileges::none && !drop_capabilities())) {
        give_up(arguments[0]);
    }
    reset_signals();
    for (const auto* name : {"NOTIFY_SOCKET", "WATCHDOG_PID", "WATCHDOG_USEC"}) {
        unsetenv(name);
    }
    for (; *environment != nullptr; ++environment) {
        putenv(*environment);
    }
    execvp(arguments[0], arguments);
    give_up(arguments[0]);
}

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
    std::vector<char*> pointers;
    for (const auto& string : strings) {
        pointers.push_back(const_cast<char*>(string.c_str())); // neither execvp(3) nor putenv(3) writes to them
    }
    pointers.push_back(nullptr);
    return pointers;
}

} // namespace

Process start_process(const std::vector<std::string>& arguments, const std::vector<std::string>& environment,
                      Privileges privileges) {
    auto argument_pointers = pointers_to(arguments);
    auto environment_pointers = pointers_to(environment);
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "no pipe");
    }
    OwnedFd output(ends[0]);
    const OwnedFd input(ends[1]);
    fcntl(output.get(), F_SETFL, O_NONBLOCK);
    const pid_t pid = fork();
    if (pid < 0) {
        throw std::system_error(errno, std::generic_category(), "no process");
    }
    if (pid == 0) {
        become(argument_pointers.data(), environment_pointers.data(), input.get(), privileges);
    }
    setpgid(pid, pid); // here too: the group is there when this returns, whoever runs first
    return {pid, std::move(output)};
}

std::string_view last_line(std::string_view output) {
    output = output.substr(0, output.find_last_not_of(line_ends) + 1); // npos + 1 is 0
    return output.substr(output.find_last_of(line_ends) + 1);
}

} // namespace anyward
