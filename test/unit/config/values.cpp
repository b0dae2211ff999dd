// Edges of what flags take, and the sentences with which they refuse; that each flag reads its own is in options.cpp.

#include "anyward/config/values.hpp"

#include "describe.hpp"

#include <functional>

using namespace anyward;
using namespace std::chrono_literals;

namespace {

std::string refusal(const std::function<void()>& read) {
    try {
        read();
    } catch (const UsageError& error) {
        return error.what();
    }
    return "";
}

enum class Size { small, large };
constexpr auto size_names = enum_names<Size>({{Size::small, "small"}, {Size::large, "large"}});

} // namespace

TEST_CASE("values: numbers, to both ends and no further") {
    CHECK(count_from("1") == 1);
    CHECK(count_from("1000") == 1000);
    for (const auto* value : {"0", "1001", "-1", "+1", " 1", "1 ", "1x", "0x1", "", "99999999999999999999"}) {
        CAPTURE(std::string(value));
        CHECK(refusal([&] { count_from(value); }) ==
              "'" + std::string(value) + "' is not known; a number from 1 to 1000 would be");
    }
    CHECK(metric_from("0") == 0);
    CHECK(metric_from("4294967295") == 4294967295);
    CHECK(refusal([] { metric_from("4294967296"); }) == "'4294967296' is no metric, a number from 0 to 4294967295");
}

TEST_CASE("values: durations, and none where that is meant") {
    CHECK(duration_from("1us") == Duration(1us));
    CHECK(refusal([] { duration_from("0s"); }).starts_with("'0s' is no duration"));
    CHECK(duration_or_none_from("0s") == Duration::zero());
    CHECK(refusal([] { duration_or_none_from("0"); }).starts_with("'0' is no duration"));
}

TEST_CASE("values: words, with all that would do where one is not known") {
    CHECK(choice_from("large", size_names) == Size::large);
    CHECK(refusal([] { choice_from("medium", size_names); }) == "'medium' is not known; small or large would be");
    CHECK(switch_from("on"));
    CHECK_FALSE(switch_from("off"));
    CHECK(refusal([] { switch_from("yes"); }) == "'yes' is not known; on or off would be");
    CHECK(known_log_level("debug") == LogLevel::debug);
    CHECK_FALSE(server_from("auto"));
    CHECK_FALSE(require_from("all"));
    CHECK(require_from("any") == 1);
    CHECK(require_from("2") == 2);
}

TEST_CASE("values: a log level that is not known is told all that there are") {
    auto text = refusal([] { known_log_level("notice"); });
    for (const auto* level : {"error", "warning", "info", "debug"}) {
        CHECK(text.find(level) != std::string::npos);
        CHECK(refusal([&] { known_log_level(level); }).empty());
    }
}

TEST_CASE("values: paths") {
    CHECK(file_path_from("/a/b", "") == "/a/b");
    for (const auto* value : {"", "a/b", "/a/", "/"}) {
        CAPTURE(std::string(value));
        CHECK(refusal([&] { file_path_from(value, "/x"); }).ends_with("; /x would be"));
        CHECK(refusal([&] { socket_path_from(value); }).find("is no path of a socket") != std::string::npos);
    }
    const std::string longest = "/" + std::string(106, 'a'); // sun_path has 108 bytes, one of them its end
    CHECK(socket_path_from(longest) == longest);
    CHECK(refusal([&] { socket_path_from(longest + "a"); }).find("at most 107 characters") != std::string::npos);
}
