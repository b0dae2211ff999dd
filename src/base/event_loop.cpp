#include "anyward/base/event_loop.hpp"

#include "anyward/base/deleter.hpp"

#include <cerrno>
#include <csignal>
#include <exception>
#include <list>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <system_error>
#include <systemd/sd-event.h>
#include <utility>

namespace anyward {

namespace {

constexpr std::uint64_t accuracy_usec = 1; // 0 would mean sd-event's default of 250 ms
constexpr std::int64_t before_all = SD_EVENT_PRIORITY_NORMAL - 2;
constexpr std::int64_t descriptors_first = SD_EVENT_PRIORITY_NORMAL - 1;
constexpr std::int64_t descriptors_last = SD_EVENT_PRIORITY_NORMAL + 1;

void check(int result, const char* what) {
    if (result < 0) {
        throw std::system_error(-result, std::generic_category(), what);
    }
}

std::uint64_t to_usec(Time when) {
    // Rounded up, so that a timer never fires before its time.
    const auto usec = std::chrono::ceil<std::chrono::microseconds>(when.time_since_epoch()).count();
    return usec < 0 ? 0 : static_cast<std::uint64_t>(usec);
}

void block(int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    check(-pthread_sigmask(SIG_BLOCK, &set, nullptr), "blocking a signal");
}

} // namespace

struct EventLoop::Impl {
    std::unique_ptr<sd_event, Deleter<sd_event_unref>> event;
    bool stopped = false;
    std::exception_ptr failure; // no exception may pass through sd-event's C frames
    std::list<Source> orphans;  // processes whose end nobody else waits for

    Source source(Callback callback);
};

struct EventLoop::Source::State {
    Impl& loop;
    std::shared_ptr<Callback> callback;
    sd_event_source* source = nullptr;
    std::shared_ptr<ProcessEnd> process_end{};

    int call() {
        const auto kept = callback; // the callback may end this source, and with it itself
        auto& owner = loop;
        try {
            (*kept)();
        } catch (...) {
            owner.failure = std::current_exception();
            owner.stopped = true;
        }
        return 0;
    }
    static int on_io(sd_event_source*, int, std::uint32_t, void* self) { return static_cast<State*>(self)->call(); }
    static int on_time(sd_event_source*, std::uint64_t, void* self) { return static_cast<State*>(self)->call(); }
    static int on_defer(sd_event_source*, void* self) { return static_cast<State*>(self)->call(); }
    static int on_inotify(sd_event_source*, const inotify_event*, void* self) {
        return static_cast<State*>(self)->call();
    }
    static int on_child(sd_event_source*, const siginfo_t* info, void* self) {
        auto& state = *static_cast<State*>(self);
        *state.process_end =
            info->si_code == CLD_EXITED ? ProcessEnd{.status = info->si_status} : ProcessEnd{.signal = info->si_status};
        return state.call();
    }
    static int on_signal(sd_event_source*, const signalfd_siginfo*, void* self) {
        return static_cast<State*>(self)->call();
    }
};

void EventLoop::Source::Release::operator()(State* state) const {
    sd_event_source_disable_unref(state->source);
    delete state;
}

void EventLoop::Source::arm(Time when) {
    check(sd_event_source_set_time(state_->source, to_usec(when)), "arming a timer");
    check(sd_event_source_set_enabled(state_->source, SD_EVENT_ONESHOT), "arming a timer");
}

void EventLoop::Source::disarm() {
    check(sd_event_source_set_enabled(state_->source, SD_EVENT_OFF), "disarming a timer");
}

EventLoop::Source EventLoop::Impl::source(Callback callback) {
    Source result;
    result.state_.reset(new Source::State{*this, std::make_shared<Callback>(std::move(callback))});
    return result;
}

EventLoop::EventLoop() : impl_(std::make_unique<Impl>()) {
    sd_event* event = nullptr;
    check(sd_event_new(&event), "creating the event loop");
    impl_->event.reset(event);
}

EventLoop::~EventLoop() = default;

EventLoop::Source EventLoop::on_readable(int fd, Callback callback, Order order) {
    return on_io(fd, EPOLLIN, std::move(callback), order);
}

EventLoop::Source EventLoop::on_writable(int fd, Callback callback, Order order) {
    return on_io(fd, EPOLLOUT, std::move(callback), order);
}

EventLoop::Source EventLoop::on_io(int fd, std::uint32_t events, Callback callback, Order order) {
    auto result = impl_->source(std::move(callback));
    auto& state = *result.state_;
    check(sd_event_add_io(impl_->event.get(), &state.source, fd, events, &Source::State::on_io, &state),
          "watching a descriptor");
    check(sd_event_source_set_priority(state.source,
                                       order == Order::before_timers ? descriptors_first : descriptors_last),
          "watching a descriptor");
    return result;
}

EventLoop::Source EventLoop::timer(Callback callback) {
    auto result = impl_->source(std::move(callback));
    auto& state = *result.state_;
    check(sd_event_add_time(impl_->event.get(), &state.source, CLOCK_MONOTONIC, 0, accuracy_usec,
                            &Source::State::on_time, &state),
          "creating a timer");
    check(sd_event_source_set_enabled(state.source, SD_EVENT_OFF), "creating a timer");
    return result;
}

EventLoop::Source EventLoop::defer(Callback callback) {
    auto result = impl_->source(std::move(callback));
    auto& state = *result.state_;
    check(sd_event_add_defer(impl_->event.get(), &state.source, &Source::State::on_defer, &state), "deferring a call");
    check(sd_event_source_set_priority(state.source, before_all), "deferring a call");
    return result;
}

EventLoop::Source EventLoop::on_signal(int signal, Callback callback) {
    block(signal);
    auto result = impl_->source(std::move(callback));
    auto& state = *result.state_;
    check(sd_event_add_signal(impl_->event.get(), &state.source, signal, &Source::State::on_signal, &state),
          "watching a signal");
    return result;
}

std::optional<EventLoop::Source> EventLoop::on_folder_change(const std::string& folder, Callback callback) {
    constexpr std::uint32_t events = IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_CLOSE_WRITE | IN_ATTRIB |
                                     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
    auto result = impl_->source(std::move(callback));
    auto& state = *result.state_;
    if (sd_event_add_inotify(impl_->event.get(), &state.source, folder.c_str(), events, &Source::State::on_inotify,
                             &state) < 0) {
        return std::nullopt;
    }
    check(sd_event_source_set_priority(state.source, descriptors_first), "watching a folder");
    return result;
}

EventLoop::Source EventLoop::on_process_end(pid_t child, std::function<void(const ProcessEnd&)> callback) {
    block(SIGCHLD); // sd_event_add_child(3) wants it
    const auto end = std::make_shared<ProcessEnd>();
    auto result = impl_->source([end, callback = std::move(callback)] { callback(*end); });
    auto& state = *result.state_;
    state.process_end = end;
    check(sd_event_add_child(impl_->event.get(), &state.source, child, WEXITED, &Source::State::on_child, &state),
          "watching a process");
    check(sd_event_source_set_priority(state.source, descriptors_first), "watching a process");
    return result;
}

void EventLoop::reap(Source process_end) {
    auto& orphans = impl_->orphans;
    const auto position = orphans.insert(orphans.end(), std::move(process_end));
    position->state_->callback = std::make_shared<Callback>([&orphans, position] { orphans.erase(position); });
}

void EventLoop::run() {
    // What sd_event_exit(3) has ended, as sd_event_loop(3) wants it, never runs again.
    while (!std::exchange(impl_->stopped, false)) {
        check(sd_event_run(impl_->event.get(), UINT64_MAX), "running the event loop");
    }
    if (impl_->failure) {
        std::rethrow_exception(std::exchange(impl_->failure, nullptr));
    }
}

void EventLoop::stop() {
    impl_->stopped = true;
}

} // namespace anyward
