#pragma once

#include "nameserver.hpp"

#include "anyward/base/owned_fd.hpp"
#include "anyward/kernel/netlink.hpp"

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <sys/types.h>

namespace anyward::test {

using Json = nlohmann::json;

/// A client of the status socket.
class StatusClient {
public:
    explicit StatusClient(const std::string& path);
    void send(const Json& request) const;
    /// The next line; null where the daemon has ended the connection.
    Json next();

private:
    OwnedFd socket_;
    std::string unread_;
};

/// A host of its own with `anyward run` in a process of its own, which guards 192.0.2.53, and a nameserver that comes
/// and goes as a test wants. The test sees what anybody on the host sees.
struct Guard : OwnNetwork {
    static constexpr auto service = "192.0.2.53";

    Guard();
    ~Guard(); ///< ends the daemon, where it runs still: with status 0
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

    /// The config file says this from now on, beside the service address, paths, and short times for the rest.
    void configure(const std::string& lines) const;
    /// @param standard_error stays the caller's; none: the log, see said()
    void start(std::optional<int> standard_error = {});
    /// Starts, and waits until the nameserver answers at the announced service address.
    void serve();
    void send(int signal) const;
    /// Waits for the end. @return the exit status, 128 and more: a signal's
    int end_status();

    /// Waits until it is so. @return false: it is not, after a long time; then the log is shown
    [[nodiscard]] bool eventually(const std::function<bool()>& condition, Duration longest = 20s) const;

    /// What the kernel has of it; none where it is not there.
    [[nodiscard]] static std::optional<InterfaceAddress> address(const char* address = service,
                                                                 const char* interface = "lo");
    [[nodiscard]] static bool announced() { return address().has_value(); }
    [[nodiscard]] static bool withdrawn() { return !announced(); }
    [[nodiscard]] static bool held();

    [[nodiscard]] std::string log() const;
    [[nodiscard]] bool said(const std::string& text) const { return log().find(text) != std::string::npos; }

    /// The answer of the status socket; null where there is none.
    [[nodiscard]] Json ask(const Json& request) const;
    [[nodiscard]] Json status() const { return ask({{"request", "status"}}); }
    [[nodiscard]] bool is(const char* state) const;
    [[nodiscard]] bool settled() const;

    std::filesystem::path folder;
    const std::string socket = folder / "socket";
    const std::string drain_file = folder / "drain";
    std::optional<Nameserver> nameserver;

private:
    pid_t daemon_ = 0; ///< 0: none runs
};

} // namespace anyward::test
