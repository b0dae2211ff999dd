#include "anyward/base/event_loop.hpp"

#include "describe.hpp"

#include <array>
#include <memory>
#include <stdexcept>
#include <unistd.h>
#include <utility>

using namespace anyward;

namespace {

constexpr Time long_ago{};

class Pipe {
public:
    Pipe() {
        if (pipe(ends_.data()) != 0) {
            throw std::runtime_error("no pipe");
        }
    }
    ~Pipe() {
        close(ends_[0]);
        close(ends_[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    [[nodiscard]] int fd() const { return ends_[0]; }
    void fill() const { REQUIRE(write(ends_[1], "x", 1) == 1); }
    void drain() const {
        char byte = 0;
        REQUIRE(read(ends_[0], &byte, 1) == 1);
    }

private:
    std::array<int, 2> ends_{};
};

} // namespace

TEST_CASE("event loop: a descriptor that is ready comes before a deadline that has passed") {
    // Made ready in both orders: what counts is the kind, not which came first.
    for (const bool deadline_first : {true, false}) {
        CAPTURE(deadline_first);
        EventLoop loop;
        const Pipe pipe;
        std::string order;
        auto timer = loop.timer([&] {
            order += "deadline ";
            loop.stop();
        });
        if (deadline_first) {
            timer.arm(long_ago);
        }
        pipe.fill();
        const auto readable = loop.on_readable(pipe.fd(), [&] {
            pipe.drain();
            order += "answer ";
        });
        if (!deadline_first) {
            timer.arm(long_ago);
        }
        loop.run();
        CHECK(order == "answer deadline ");
    }
}

TEST_CASE("event loop: every descriptor that is ready comes before the deadline") {
    EventLoop loop;
    const Pipe one;
    const Pipe other;
    int answers = 0;
    int answers_at_deadline = -1;
    auto timer = loop.timer([&] {
        answers_at_deadline = answers;
        loop.stop();
    });
    timer.arm(long_ago);
    const auto on_one = loop.on_readable(one.fd(), [&] {
        one.drain();
        ++answers;
    });
    const auto on_other = loop.on_readable(other.fd(), [&] {
        other.drain();
        ++answers;
    });
    one.fill();
    other.fill();
    loop.run();
    CHECK(answers_at_deadline == 2);
}

TEST_CASE("event loop: an answer that ends its deadline is not followed by it") {
    EventLoop loop;
    const Pipe pipe;
    bool too_late = false;
    auto deadline = loop.timer([&] { too_late = true; });
    auto last = loop.timer([&] { loop.stop(); });
    deadline.arm(long_ago);
    pipe.fill();
    const auto readable = loop.on_readable(pipe.fd(), [&] {
        pipe.drain();
        deadline = EventLoop::Source();
        last.arm(long_ago);
    });
    loop.run();
    CHECK_FALSE(too_late);
}

TEST_CASE(
    "event loop: a source may end within its own callback, and what that has captured lives on until it is over") {
    EventLoop loop;
    const Pipe pipe;
    int calls = 0;
    auto last = loop.timer([&] { loop.stop(); });
    EventLoop::Source timer;
    timer = loop.timer([&, word = std::string("a string too long to lie within itself, so that a sanitizer sees it")] {
        timer = EventLoop::Source();
        calls += word.size() > 10 ? 1 : 0;
        last.arm(long_ago);
    });
    EventLoop::Source readable;
    readable = loop.on_readable(
        pipe.fd(), [&, word = std::string("another string too long to lie within itself, for the same reason")] {
            readable = EventLoop::Source(); // the byte stays in the pipe: it is not called again all the same
            calls += word.size() > 10 ? 1 : 0;
        });
    pipe.fill();
    timer.arm(long_ago);
    loop.run();
    CHECK(calls == 2);
}

TEST_CASE("event loop: a timer calls once for each arming, also from within its own callback") {
    EventLoop loop;
    int calls = 0;
    EventLoop::Source timer;
    timer = loop.timer([&] {
        if (++calls == 3) {
            loop.stop();
        } else {
            timer.arm(long_ago);
        }
    });
    timer.arm(long_ago);
    timer.arm(long_ago);
    loop.run();
    CHECK(calls == 3);
}

TEST_CASE("event loop: a timer that is not armed, disarmed, or ended does not call") {
    EventLoop loop;
    bool called = false;
    const auto never_armed = loop.timer([&] { called = true; });
    auto disarmed = loop.timer([&] { called = true; });
    disarmed.arm(long_ago);
    disarmed.disarm();
    {
        auto ended = loop.timer([&] { called = true; });
        ended.arm(long_ago);
    }
    auto last = loop.timer([&] { loop.stop(); });
    last.arm(long_ago);
    loop.run();
    CHECK_FALSE(called);
}

TEST_CASE("event loop: of two deadlines that have passed the earlier comes first") {
    EventLoop loop;
    std::string order;
    auto later = loop.timer([&] {
        order += "later ";
        loop.stop();
    });
    auto earlier = loop.timer([&] { order += "earlier "; });
    later.arm(long_ago + std::chrono::microseconds(2));
    earlier.arm(long_ago + std::chrono::microseconds(1));
    loop.run();
    CHECK(order == "earlier later ");
}

TEST_CASE("event loop: what is deferred comes when the callback has returned, before all else that is due") {
    EventLoop loop;
    const Pipe one;
    const Pipe other;
    std::string order;
    EventLoop::Source deferred;
    const auto on_either = [&](const Pipe& pipe) {
        pipe.drain();
        deferred = loop.defer([&] { order += "deferred "; });
        order += "answer ";
    };
    const auto on_one = loop.on_readable(one.fd(), [&] { on_either(one); });
    const auto on_other = loop.on_readable(other.fd(), [&] { on_either(other); });
    auto timer = loop.timer([&] {
        order += "deadline";
        loop.stop();
    });
    one.fill();
    other.fill();
    timer.arm(long_ago);
    loop.run();
    CHECK(order == "answer deferred answer deferred deadline");
}

TEST_CASE("event loop: what is deferred may destroy whoever deferred it, and does not come when it has ended before") {
    struct Owner {
        EventLoop::Source deferred;
    };
    EventLoop loop;
    std::string heard;
    auto destroyed = std::make_unique<Owner>();
    destroyed->deferred = loop.defer([&, word = std::string("a string too long to lie within itself")] {
        destroyed.reset();
        heard += word;
        loop.stop();
    });
    auto ended = std::make_unique<Owner>();
    ended->deferred = loop.defer([&] { heard += "one that has ended"; });
    ended.reset();
    loop.run();
    CHECK(heard == "a string too long to lie within itself");
}

TEST_CASE("event loop: an exception of a callback leaves run()") {
    EventLoop loop;
    const Pipe pipe;
    SUBCASE("of a timer") {
        auto timer = loop.timer([] { throw std::runtime_error("of the callback"); });
        timer.arm(long_ago);
        CHECK_THROWS_WITH_AS(loop.run(), "of the callback", std::runtime_error);
    }
    SUBCASE("of a descriptor") {
        const auto readable = loop.on_readable(pipe.fd(), [] { throw std::runtime_error("of the callback"); });
        pipe.fill();
        CHECK_THROWS_WITH_AS(loop.run(), "of the callback", std::runtime_error);
    }
    SUBCASE("of a source that has ended itself") {
        EventLoop::Source timer;
        timer = loop.timer([&] {
            timer = EventLoop::Source();
            throw std::runtime_error("of the callback");
        });
        timer.arm(long_ago);
        CHECK_THROWS_WITH_AS(loop.run(), "of the callback", std::runtime_error);
    }
}

TEST_CASE("event loop: a source may outlive nothing but its handle: it moves with it") {
    EventLoop loop;
    int calls = 0;
    auto timer = loop.timer([&] {
        ++calls;
        loop.stop();
    });
    auto moved = std::move(timer);
    moved.arm(long_ago);
    loop.run();
    CHECK(calls == 1);
}

TEST_CASE("event loop: it runs again after it was stopped, and after an exception") {
    EventLoop loop;
    int calls = 0;
    auto timer = loop.timer([&] {
        loop.stop();
        if (++calls == 2) {
            throw std::runtime_error("of the second call");
        }
    });
    const auto run_once = [&] {
        timer.arm(long_ago);
        loop.run();
    };
    run_once();
    CHECK(calls == 1);
    CHECK_THROWS(run_once());
    run_once();
    CHECK(calls == 3);
}

TEST_CASE("event loop: stopped before it runs, it returns at once, and once only") {
    EventLoop loop;
    bool called = false;
    auto timer = loop.timer([&] {
        called = true;
        loop.stop();
    });
    timer.arm(long_ago);
    loop.stop();
    loop.run();
    CHECK_FALSE(called);
    loop.run();
    CHECK(called);
}
