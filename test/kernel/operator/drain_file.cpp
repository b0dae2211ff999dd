#include "anyward/operator/drain_file.hpp"

#include "support.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fmt/chrono.h>
#include <fstream>

using namespace anyward;
using namespace anyward::test;
using namespace std::chrono_literals;

namespace {

struct Watched {
    Watched() : folder(std::filesystem::temp_directory_path() / ("anyward-drain-" + std::to_string(getpid()))) {
        std::filesystem::create_directory(folder);
    }
    ~Watched() { std::filesystem::remove_all(folder); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    /// Runs the loop from one change to the next, doing one thing at each.
    void at_each_change(std::vector<std::function<void()>> steps) {
        std::size_t next = 0;
        const auto go_on = [&] { next < steps.size() ? steps[next++]() : loop.stop(); };
        file.emplace(loop, log, path(), go_on);
        auto start = loop.timer(go_on);
        start.arm(EventLoop::now());
        auto give_up = loop.timer([&] {
            loop.stop();
            FAIL_CHECK("no change heard of after step " << next);
        });
        give_up.arm(EventLoop::now() + 20s);
        loop.run();
    }
    void write(const std::string& text) const { std::ofstream(path()) << text; }
    [[nodiscard]] std::string path() const { return folder / "a.drain"; }
    [[nodiscard]] bool drained() const { return file->order().has_value(); }

    CapturedStderr captured;
    Log log{"test", LogLevel::info};
    EventLoop loop;
    std::filesystem::path folder;
    std::optional<DrainFile> file;
};

} // namespace

TEST_CASE_FIXTURE(Watched, "a drain file is seen when it comes and when it goes, by hand too") {
    at_each_change({
        [&] {
            CHECK_FALSE(drained());
            write("");
        },
        [&] {
            CHECK(drained());
            std::filesystem::remove(path());
        },
        [&] {
            CHECK_FALSE(drained());
            std::ofstream(folder / "new") << R"({"reason": "why"})";
            std::filesystem::rename(folder / "new", path());
        },
        [&] {
            CHECK(file->order() == DrainOrder{"why", {}});
            std::filesystem::rename(path(), folder / "old");
        },
    });
    CHECK_FALSE(drained());
}

TEST_CASE_FIXTURE(Watched, "one that is there at the start counts from the start") {
    write(R"({"reason": "before"})");
    const DrainFile early(loop, log, path(), [] {});
    CHECK(early.order() == DrainOrder{"before", {}});
}

TEST_CASE_FIXTURE(Watched, "the folder may come later, and go") {
    std::filesystem::remove_all(folder);
    at_each_change({
        [&] {
            std::filesystem::create_directory(folder);
            write("");
        },
        [&] {
            CHECK(drained());
            std::filesystem::remove_all(folder);
        },
        [&] {
            CHECK_FALSE(drained());
            std::filesystem::create_directory(folder);
            write("");
        },
    });
    CHECK(drained());
}

TEST_CASE_FIXTURE(Watched, "an end that has come takes the file away; one in a moment is waited for") {
    const auto at = [](auto when) { return fmt::format(R"({{"until": "{:%Y-%m-%dT%H:%M:%SZ}"}})", fmt::gmtime(when)); };
    write(at(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) - 1));
    {
        const DrainFile over(loop, log, path(), [] {});
        CHECK_FALSE(over.order());
        CHECK_FALSE(std::filesystem::exists(path()));
    }
    at_each_change({
        [&] { write(at(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()) + 2)); },
        [&] { CHECK(drained()); },
    });
    CHECK_FALSE(drained());
    CHECK_FALSE(std::filesystem::exists(path()));
}

TEST_CASE_FIXTURE(Watched, "where no descriptor is left, one is seen that is there, and none that is not") {
    std::optional<NoDescriptors> shortage;
    auto come = loop.timer([&] { std::filesystem::rename(folder / "written", path()); });
    at_each_change({
        [&] {
            std::ofstream(folder / "written") << R"({"reason": "why"})";
            shortage.emplace();
            std::filesystem::create_directory(folder / "makes it look");
            come.arm(EventLoop::now() + 100ms);
        },
        [&] {
            CHECK(std::filesystem::exists(path()));
            CHECK(file->order() == DrainOrder{});
            shortage.reset();
        },
    });
    CHECK(file->order() == DrainOrder{"why", {}});
}

TEST_CASE_FIXTURE(Watched, "a folder in the place of another that was moved away is watched as that was") {
    const auto away = folder.string() + ".away";
    at_each_change({
        [&] { write(""); },
        [&] {
            CHECK(drained());
            std::filesystem::rename(folder, away);
            std::filesystem::create_directory(folder);
        },
        [&] {
            CHECK_FALSE(drained());
            write("");
        },
        [&] {
            CHECK(drained());
            std::ofstream(away + "/b.drain"); // of no interest any more
            std::filesystem::remove(path());
        },
    });
    CHECK_FALSE(drained());
    std::filesystem::remove_all(away);
}

TEST_CASE_FIXTURE(Watched, "without a descriptor at the start it looks again and again") {
    std::optional<NoDescriptors> shortage;
    auto come = loop.timer([&] { // the loop's first timer takes a descriptor
        shortage.reset();
        write("");
    });
    shortage.emplace();
    come.arm(EventLoop::now() + 100ms);
    at_each_change({[&] { CHECK_FALSE(drained()); }});
    CHECK(drained());
}
