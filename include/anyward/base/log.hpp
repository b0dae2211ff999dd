#pragma once

#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anyward {

enum class LogLevel { error, warning, info, debug };
std::optional<LogLevel> log_level_from(std::string_view text);

/// What makes a line an entry that programs find in the journal.
struct JournalEntry {
    std::string_view message_id{};     ///< see contrib/systemd/anyward.catalog
    std::vector<std::string> fields{}; ///< NAME=VALUE
};

/// Lines on stderr, each with its time. Where that is the journal, entries there, with ANYWARD_NAME.
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
        if (debugs()) {
            write(LogLevel::debug, fmt::format(format, std::forward<Args>(args)...));
        }
    }

    /// For a line whose parts cost something.
    [[nodiscard]] bool debugs() const { return level_ == LogLevel::debug; }

    void write(LogLevel level, std::string_view line, const JournalEntry& entry = {}) const;

private:
    [[nodiscard]] bool write_to_journal(LogLevel level, std::string_view line, const JournalEntry& entry) const;

    std::string name_;
    LogLevel level_;
    bool to_journal_;
};

} // namespace anyward
