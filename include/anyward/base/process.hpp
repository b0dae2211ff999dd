#pragma once

#include "anyward/base/owned_fd.hpp"

#include <string>
#include <string_view>
#include <sys/types.h>
#include <vector>

namespace anyward {

/// The exit status of a program that could not be run, as of shells.
constexpr int not_run = 127;

struct Process {
    pid_t pid;      ///< also the number of its process group; whoever started it has to wait for its end
    OwnedFd output; ///< what it writes to standard output and standard error; reading does not block
};

/// How a process ended.
struct ProcessEnd {
    int status = 0; ///< where no signal ended it
    int signal = 0; ///< 0: none
};

enum class Privileges {
    none, ///< no capability (root without capabilities is what is left of root), and no way to gain one
    ours,
};

/// Runs a program, looked up in PATH, in a process group of its own. It gets no descriptor but /dev/null for input and
/// the pipe for output, no privileges unless told so (PR_SET_NO_NEW_PRIVS), no blocked signal, and not the service
/// manager's sockets; it ends with us. A program that cannot be run ends with status `not_run` and its output says why.
/// @param arguments the program first
/// @param environment NAME=VALUE, beside what we have ourselves
/// @throws std::system_error when there is no process or pipe to be had
Process start_process(const std::vector<std::string>& arguments, const std::vector<std::string>& environment = {},
                      Privileges privileges = Privileges::none);

/// The last line of a program's output that is not empty, without its end; empty where there is none.
std::string_view last_line(std::string_view output);

} // namespace anyward
