#include "anyward/operator/on_change.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace anyward;
using namespace anyward::test;
using namespace std::chrono_literals;

namespace {

struct Changes {
    Changes() { std::filesystem::create_directory(folder); }
    ~Changes() { std::filesystem::remove_all(folder); }
    Changes(const Changes&) = delete;
    Changes& operator=(const Changes&) = delete;

    /// @param script for sh, in the folder; what it appends to `told` is what the tests look at
    [[nodiscard]] Program program(const std::string& script) const {
        return {{"sh", "-c", "cd " + folder.string() + "; " + script}};
    }
    [[nodiscard]] std::string told() const {
        std::ostringstream text;
        text << std::ifstream(folder / "told").rdbuf();
        return text.str();
    }
    /// Runs the loop until then.
    void until(const std::function<bool()>& done) {
        const auto give_up = EventLoop::now() + 20s;
        EventLoop::Source look;
        look = loop.timer([&] {
            const bool late = EventLoop::now() > give_up;
            CHECK_MESSAGE(!late, (told() + captured.text()));
            if (late || done()) {
                loop.stop();
            } else {
                look.arm(EventLoop::now() + 1ms);
            }
        });
        look.arm(EventLoop::now());
        loop.run();
    }
    [[nodiscard]] bool warned(const std::string& line) const { return captured.text().find(line) != std::string::npos; }

    CapturedStderr captured;
    Log log{"test", LogLevel::info};
    EventLoop loop;
    std::filesystem::path folder{std::filesystem::temp_directory_path() /
                                 ("anyward-change-" + std::to_string(getpid()))};
};

} // namespace

TEST_CASE_FIXTURE(Changes, "--on-change: one run after the other, in order, each with its own environment") {
    OnChange on_change(
        loop, log,
        program("mkdir running && sleep 0.02 && echo $ANYWARD_STATE of $ANYWARD_NAME >>told && rmdir running"));
    for (const auto* state : {"up", "degraded", "down"}) {
        on_change.run({std::string("ANYWARD_STATE=") + state, "ANYWARD_NAME=test"});
    }
    until([&] { return told().ends_with("down of test\n") && !has_children(); });
    CHECK(told() == "up of test\ndegraded of test\ndown of test\n");
    CHECK(captured.text().empty());
}

TEST_CASE_FIXTURE(Changes, "--on-change: where more than 16 wait, the oldest of them is left out, and it says so") {
    OnChange on_change(loop, log, program("while [ ! -e go ]; do sleep 0.01; done; echo $N >>told"));
    const auto run = [&](int number) { on_change.run({"N=" + std::to_string(number)}); };
    for (int number = 0; number <= 16; ++number) {
        run(number);
    }
    CHECK(captured.text().empty());
    run(17);
    CHECK(warned("--on-change: too slow for the changes; one of them is left out"));
    std::ofstream(folder / "go") << "";
    until([&] { return told().ends_with("17\n") && !has_children(); });
    CHECK(told() == "0\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n");
}

TEST_CASE_FIXTURE(Changes, "--on-change: one that hangs is killed, and the next one has its turn") {
    OnChange on_change(loop, log, program("echo $N; [ $N = 2 ] || sleep 1000; echo $N >>told"), 2s);
    on_change.run({"N=1"});
    on_change.run({"N=2"});
    until([&] { return !told().empty() && !has_children(); });
    CHECK(told() == "2\n");
    CHECK(warned("--on-change: sh: did not end within 2s, killed: 1\n"));
}

TEST_CASE_FIXTURE(Changes, "--on-change: one that fails is warned about, with the last line that it has said") {
    SUBCASE("its exit status") {
        OnChange on_change(loop, log, program("echo one; echo two >&2; exit 3"));
        on_change.run({});
        until([&] { return warned("--on-change: sh: exit status 3: two\n"); });
    }
    SUBCASE("it is not there") {
        OnChange on_change(loop, log, Program{{"/nonexistent/program"}});
        on_change.run({});
        until([&] { return warned("--on-change: /nonexistent/program: exit status 127: cannot run "); });
    }
    SUBCASE("it cannot be started, and later it can") {
        const auto timer = loop.timer([] {}); // the first one takes a descriptor
        OnChange on_change(loop, log, program("echo $N >>told"));
        {
            const NoDescriptors shortage;
            on_change.run({"N=1"});
        }
        on_change.run({"N=2"});
        until([&] { return !told().empty() && !has_children(); });
        CHECK(told() == "2\n");
        CHECK(warned("--on-change: sh: not started: no pipe: Too many open files\n"));
    }
}

TEST_CASE_FIXTURE(Changes, "--on-change: what runs when it ends is killed, and what waits does not begin") {
    std::optional<OnChange> on_change(std::in_place, loop, log, program("echo $$ >>told; exec sleep 1000"));
    on_change->run({});
    on_change->run({});
    until([&] { return !told().empty(); });
    const auto running = told();
    on_change.reset();
    until([&] { return !std::filesystem::exists("/proc/" + running.substr(0, running.size() - 1)); });
    CHECK(told() == running);
}
