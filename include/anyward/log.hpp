#pragma once

#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace anyward {

enum class LogLevel { error, warning, info, debug };
std::optional<LogLevel> log_level_from(std::string_view text);

/// Lines on stderr. Where stderr is the journal, each carries its priority (sd-daemon(3)); else its time.
class Log {
public:
    Log(std::string name, LogLevel level);

    template <typename... Args> void error(fmt::format_string<Args...> format, Args&&... args) const {
        write(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
    }
    template <typename... Args> void warning(fmt::format_string<Args...> format, Args&&... args) const {
        write(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
    }
    template <typename... Args> void info(fmt::format_string<Args...> format, Args&&... args) const {
        write(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
    }
    template <typename... Args> void debug(fmt::format_string<Args...> format, Args&&... args) const {
        if (level_ == LogLevel::debug) {
            write(LogLevel::debug, fmt::format(format, std::forward<Args>(args)...));
        }
    }

    void write(LogLevel level, std::string_view line) const;

private:
    std::string name_;
    LogLevel level_;
    bool to_journal_;
};

} // namespace anyward
