#pragma once

#include "anyward/base/process.hpp"
#include "anyward/base/time.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace anyward {

/// The one thread's loop: descriptors, deadlines, signals. Descriptors that are ready are served before deadlines that
/// have passed, so an answer that has arrived is read before its deadline is judged, however late the loop itself runs.
class EventLoop {
public:
    using Callback = std::function<void()>;

    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    /// One event source; it ends with this handle, also from within its own callback, which lives on until it has
    /// returned.
    class Source {
    public:
        Source() = default;
        /// A timer only: calls back once at `when`, or as soon as the loop runs where that has passed.
        void arm(Time when);
        void disarm();

    private:
        friend class EventLoop;
        struct State;
        struct Release {
            void operator()(State* state) const;
        };
        std::unique_ptr<State, Release> state_;
    };

    /// Of descriptors: what answers us before deadlines, those who ask us after them, that they cannot starve the rest.
    enum class Order { before_timers, after_timers };

    /// @param fd stays the caller's; it must outlive the source
    [[nodiscard]] Source on_readable(int fd, Callback callback, Order order = Order::before_timers);
    [[nodiscard]] Source on_writable(int fd, Callback callback, Order order = Order::before_timers);
    /// @return a timer that is not armed yet
    [[nodiscard]] Source timer(Callback callback);
    /// Calls back once, before anything else, when the callback that is running has returned: from there an object may
    /// be destroyed that is at work now.
    [[nodiscard]] Source defer(Callback callback);
    /// Blocks the signal in this thread and takes it over.
    [[nodiscard]] Source on_signal(int signal, Callback callback);

    /// Calls back when something comes to a folder, goes or is written there, and, for the last time, when the folder
    /// itself goes or is moved. @return none where it cannot be watched: it is not there, or no descriptor is left
    [[nodiscard]] std::optional<Source> on_folder_change(const std::string& folder, Callback callback);

    /// Calls back once when the child has ended; its number is free for others only after that. Blocks SIGCHLD in
    /// this thread.
    [[nodiscard]] Source on_process_end(pid_t child, std::function<void(const ProcessEnd&)> callback);
    /// Takes over what on_process_end() has returned: the child's end calls nobody back, but does not leave a zombie.
    /// That may take a killed child for ever, so the loop has to outlive whoever starts processes.
    void reap(Source process_end);

    /// Runs until stop(), and may run again. Exceptions of callbacks leave through it.
    void run();
    void stop();
    static Time now() { return Clock::now(); }

private:
    struct Impl;
    Source on_io(int fd, std::uint32_t events, Callback callback, Order order);

    std::unique_ptr<Impl> impl_;
};

} // namespace anyward
