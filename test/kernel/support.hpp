#pragma once

#include "anyward/base/ip.hpp"

#include <cstdio>
#include <cstdlib>
#include <sched.h>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

/// What the tests against the real kernel share. Everything happens in a network namespace of the test's own.
namespace anyward::test {

/// Output of a shell command; what somebody else does to the host, or sees of it, is done with iproute2.
inline std::string output_of(const std::string& command) {
    std::string output;
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    for (int c = fgetc(pipe); c != EOF; c = fgetc(pipe)) {
        output += static_cast<char>(c);
    }
    pclose(pipe);
    return output;
}

inline void shell(const std::string& command) {
    if (std::system(command.c_str()) != 0) {
        throw std::runtime_error("failed: " + command);
    }
}

/// No descriptor more is to be had until this ends.
class NoDescriptors {
public:
    NoDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        set(0);
    }
    ~NoDescriptors() { set(before_.rlim_cur); }
    NoDescriptors(const NoDescriptors&) = delete;
    NoDescriptors& operator=(const NoDescriptors&) = delete;

private:
    void set(rlim_t soft) const {
        const rlimit limit{soft, before_.rlim_max};
        setrlimit(RLIMIT_NOFILE, &limit);
    }

    rlimit before_{};
};

/// Running, or waited for by nobody.
inline bool has_children() {
    siginfo_t info;
    return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/// A fresh network namespace with lo up, for each test case.
struct OwnNetwork {
    OwnNetwork() {
        if (unshare(CLONE_NEWNET) != 0) {
            throw std::system_error(errno, std::generic_category(), "unshare (the kernel tests need root)");
        }
        shell("ip link set lo up");
    }
};

/// What is written to stderr while this lives.
class CapturedStderr {
public:
    CapturedStderr() : file_(std::tmpfile()), saved_(dup(STDERR_FILENO)) { dup2(fileno(file_), STDERR_FILENO); }
    ~CapturedStderr() {
        dup2(saved_, STDERR_FILENO);
        close(saved_);
        std::fclose(file_);
    }
    CapturedStderr(const CapturedStderr&) = delete;
    CapturedStderr& operator=(const CapturedStderr&) = delete;

    std::string text() const {
        std::string text(static_cast<std::size_t>(lseek(fileno(file_), 0, SEEK_END)), '\0');
        const auto length = pread(fileno(file_), text.data(), text.size(), 0);
        text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
        return text;
    }

private:
    FILE* file_;
    int saved_;
};

inline IpAddress ip(const char* text) {
    return IpAddress::parse(text).value();
}

} // namespace anyward::test
