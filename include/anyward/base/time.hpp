#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace anyward {

using Clock = std::chrono::steady_clock; // CLOCK_MONOTONIC, the event loop's clock
using Time = Clock::time_point;
using Duration = std::chrono::microseconds;

/// The time of day, for people and files; somebody may set it.
using WallTime = std::chrono::system_clock::time_point;

/// Reads a whole number with one of the units us, ms, s, min, h, d; nothing for anything else (a bare
/// number too), or when it does not fit.
std::optional<Duration> parse_duration(std::string_view text);

/// The shortest exact form with one unit, as parse_duration() reads it: 500ms, 2s, 15min.
std::string format_duration(Duration duration);

/// A measured time for people, in milliseconds: "0.4 ms", "300 ms".
std::string format_elapsed(Duration duration);

/// RFC 3339 in UTC, with milliseconds: 2026-11-23T10:00:05.250Z.
std::string format_time(WallTime time);
/// The same, or whole seconds; nothing for anything else. A year beyond 1677 to 2262 becomes the earliest or latest
/// time.
std::optional<WallTime> parse_time(const std::string& text);

} // namespace anyward
