#include "anyward/probe/check_runner.hpp"

#include "prober.hpp"

using namespace anyward;
using namespace anyward::test;

namespace {

/// A check asked over and over of a nameserver that answers all questions; `on_verdict` says how soon again.
struct Runner : OwnNetwork {
    static constexpr CheckRunner::Timing timing{.interval = 1h, .fast_interval = 20ms, .timeout = 5s};

    EventLoop loop;
    Check check = parse_check("yetiops.net A");
    std::vector<Time> asked;
    FakeServer server{loop, [this](const Bytes& question) {
                          asked.push_back(EventLoop::now());
                          return Answered{response(question)};
                      }};
    std::function<Pace()> on_verdict;
    CheckRunner runner{loop, check, ServerChoice::fixed(server.target().server), timing,
                       [this](const Verdict&) { return on_verdict(); }};
    EventLoop::Source giving_up = loop.timer([this] {
        FAIL_CHECK("nothing happened for a long time");
        loop.stop();
    });

    Runner() { giving_up.arm(EventLoop::now() + 20s); }

    /// For so long that whatever is due at once or fast is there by then.
    void run_for(Duration time) {
        auto enough = loop.timer([this] { loop.stop(); });
        enough.arm(EventLoop::now() + time);
        runner.start(Pace::steady);
        loop.run();
    }
};

} // namespace

TEST_CASE_FIXTURE(Runner, "a check is asked again as soon as its last verdict's handler says") {
    on_verdict = [&] {
        switch (asked.size()) {
        case 1:
            return Pace::at_once;
        case 2:
            return Pace::fast;
        default:
            loop.stop();
            return Pace::steady;
        }
    };
    runner.start(Pace::steady); // once an hour
    loop.run();
    REQUIRE(asked.size() == 3);
    CHECK(asked[2] - asked[1] >= 15ms); // the asking comes a moment before its arrival
}

TEST_CASE_FIXTURE(Runner, "a steady check is not asked again before its interval") {
    on_verdict = [] { return Pace::steady; };
    run_for(100ms);
    CHECK(asked.size() == 1);
}

TEST_CASE_FIXTURE(Runner, "stopped by its verdict's handler, a check stays stopped, whatever pace that gives") {
    on_verdict = [&] {
        runner.stop();
        return Pace::at_once;
    };
    run_for(100ms);
    CHECK(asked.size() == 1);
}

TEST_CASE_FIXTURE(Runner, "started anew by its verdict's handler, a check is asked at once, whatever pace that gives") {
    on_verdict = [&] {
        if (asked.size() == 1) {
            runner.stop();
            runner.start(Pace::steady);
        } else {
            loop.stop();
        }
        return Pace::steady;
    };
    runner.start(Pace::steady);
    loop.run();
    CHECK(asked.size() == 2);
}
