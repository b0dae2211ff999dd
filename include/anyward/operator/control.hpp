#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/base/owned_fd.hpp"
#include "anyward/operator/drain_file.hpp"

#include <functional>
#include <list>
#include <string>
#include <string_view>

namespace anyward {

/// The server of the status socket. A client sends requests, a JSON object in a line each, and gets a line for each:
///
///     {"request": "status"}                                      the object of status_json()
///     {"request": "watch"}                                       status_event(), and then events without end
///     {"request": "drain", "reason": TEXT, "until": TIME|null}   {"ok": true} or {"error": TEXT}
///     {"request": "undrain"}                                     the same
///
/// Whoever is slow, silent or unclear is left behind: requests are bounded, a client waits for its answer before it is
/// heard again, one that asks for nothing is disconnected after a while, the sooner where others wait for its place, as
/// is a watcher that does not read. A watcher is not heard any more.
class Control {
public:
    struct Handlers {
        std::function<std::string()> status;
        std::function<std::string()> first_event; ///< of a watcher
        /// Do as asked. They throw std::exception with what went wrong.
        std::function<void(const DrainOrder&)> drain;
        std::function<void()> undrain;
    };

    /// @param listening stays the caller's and must outlive this, as must the others
    Control(EventLoop& loop, int listening, const Log& log, Handlers handlers);
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

    /// To every watcher. @param line is only asked for where there is one
    void publish(const std::function<std::string()>& line);

private:
    struct Client {
        OwnedFd socket;
        std::string input{};  ///< what is not a whole line yet
        std::string output{}; ///< what the socket has not taken yet
        bool watches = false;
        bool awaits_request = false; ///< else it is waited for to read its answer
        Time since{};                ///< when it came or was last answered
        EventLoop::Source io{};
        EventLoop::Source deadline{};
    };
    using ClientPosition = std::list<Client>::iterator;

    void listen();
    void accept_one();
    void on_readable(ClientPosition client);
    /// These return whether the client is still there.
    bool serve(ClientPosition client);
    bool flush(ClientPosition client);
    void arm_io(ClientPosition client);
    void disconnect(ClientPosition client);
    /// It may be silent from now on for as long as any.
    static void allow_silence(Client& client);
    std::string answer(Client& client, std::string_view request);

    EventLoop& loop_;
    int listening_;
    const Log& log_;
    Handlers handlers_;
    std::list<Client> clients_;
    EventLoop::Source acceptable_;
    EventLoop::Source accept_later_;
};

} // namespace anyward
