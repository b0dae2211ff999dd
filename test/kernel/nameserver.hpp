#pragma once

#include "probe/prober.hpp"

#include <atomic>
#include <sys/eventfd.h>
#include <thread>

namespace anyward::test {

/// A nameserver that answers every question, on a thread of its own: it answers while a test waits, too.
class Nameserver {
public:
    /// @param is_silent it listens, and answers nothing
    explicit Nameserver(const Endpoint& at, bool is_silent = false)
        : silent(is_silent), server_(
                                 loop_, [this](const Bytes& question) { return answers(question); }, -1, at) {
        end_ = loop_.on_readable(ended_.get(), [this] { loop_.stop(); });
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~Nameserver() {
        eventfd_write(ended_.get(), 1);
        thread_.join();
    }
    Nameserver(const Nameserver&) = delete;
    Nameserver& operator=(const Nameserver&) = delete;

    std::atomic<bool> silent;

private:
    [[nodiscard]] Answered answers(const Bytes& question) const {
        return silent ? Answered{} : Answered{response(question)};
    }

    OwnedFd ended_{eventfd(0, EFD_CLOEXEC)};
    EventLoop loop_;
    FakeServer server_;
    EventLoop::Source end_;
    std::thread thread_;
};

} // namespace anyward::test
