#include "anyward/base/time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace anyward {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t microseconds;
};

constexpr std::array units{
    Unit{"us", 1},           Unit{"ms", 1'000},        Unit{"s", 1'000'000},
    Unit{"min", 60'000'000}, Unit{"h", 3'600'000'000}, Unit{"d", 86'400'000'000},
};

// What a WallTime can hold (1677 to 2262), with a second to spare for the thousandths.
constexpr auto earliest = std::chrono::ceil<std::chrono::seconds>(WallTime::min().time_since_epoch());
constexpr auto latest =
    std::chrono::floor<std::chrono::seconds>(WallTime::max().time_since_epoch()) - std::chrono::seconds(1);

// A year: far beyond what any flag means, and far from overflow when durations are added.
constexpr std::int64_t longest = 365 * units.back().microseconds;

} // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto name = text.substr(static_cast<std::size_t>(end - text.data()));
    const auto unit = std::ranges::find(units, name, &Unit::name);
    if (error != std::errc{} || unit == units.end() || count < 0 || count > longest / unit->microseconds) {
        return std::nullopt;
    }
    return Duration(count * unit->microseconds);
}

std::string format_duration(Duration duration) {
    const auto count = duration.count();
    const auto fits = [count](const Unit& unit) { return count != 0 && count % unit.microseconds == 0; };
    const auto unit = std::find_if(units.rbegin(), units.rend(), fits);
    return unit == units.rend() ? "0s" : fmt::format("{}{}", count / unit->microseconds, unit->name);
}

std::string format_elapsed(Duration duration) {
    const double milliseconds = static_cast<double>(duration.count()) / 1000;
    return milliseconds < 10 ? fmt::format("{:.1f} ms", milliseconds) : fmt::format("{:.0f} ms", milliseconds);
}

std::string format_time(WallTime time) {
    using namespace std::chrono;
    const auto whole = floor<milliseconds>(time);
    const auto seconds_only = floor<seconds>(whole);
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(system_clock::to_time_t(seconds_only)),
                       (whole - seconds_only).count());
}

std::optional<WallTime> parse_time(const std::string& text) {
    std::tm time{};
    const char* end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &time);
    if (end == nullptr) {
        return std::nullopt;
    }
    unsigned thousandths = 0;
    const std::string_view rest = end;
    if (rest.size() == 5 && rest.front() == '.') {
        const auto [digits_end, error] = std::from_chars(end + 1, end + 4, thousandths);
        if (error != std::errc{} || digits_end != end + 4) {
            return std::nullopt;
        }
    } else if (rest.size() != 1) {
        return std::nullopt;
    }
    if (rest.back() != 'Z') {
        return std::nullopt;
    }
    const auto seconds = std::clamp<std::chrono::seconds>(std::chrono::seconds(timegm(&time)), earliest, latest);
    return WallTime(seconds) + std::chrono::milliseconds(thousandths);
}

} // namespace anyward
