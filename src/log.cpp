#include "anyward/log.hpp"

#include "anyward/time.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

namespace anyward {

namespace {

struct LevelName {
    std::string_view name;
    std::string_view journal_prefix;
};
// In the order of LogLevel.
constexpr std::array<LevelName, 4> level_names{
    {{"error", SD_ERR}, {"warning", SD_WARNING}, {"info", SD_INFO}, {"debug", SD_DEBUG}}};

const LevelName& name_of(LogLevel level) {
    return level_names.at(static_cast<std::size_t>(level));
}

/// systemd.exec(5): JOURNAL_STREAM is the device and inode of the stream that leads to the journal.
bool stderr_is_journal() {
    const char* stream = std::getenv("JOURNAL_STREAM");
    struct stat status {};
    return stream != nullptr && fstat(STDERR_FILENO, &status) == 0 &&
           fmt::format("{}:{}", status.st_dev, status.st_ino) == stream;
}

} // namespace

std::optional<LogLevel> log_level_from(std::string_view text) {
    for (const auto level : {LogLevel::error, LogLevel::warning, LogLevel::info, LogLevel::debug}) {
        if (name_of(level).name == text) {
            return level;
        }
    }
    return std::nullopt;
}

Log::Log(std::string name, LogLevel level) : name_(std::move(name)), level_(level), to_journal_(stderr_is_journal()) {}

void Log::write(LogLevel level, std::string_view line) const {
    if (level > level_) {
        return;
    }
    if (to_journal_) {
        fmt::print(stderr, "{}{}\n", name_of(level).journal_prefix, line);
    } else {
        fmt::print(stderr, "{} {} {}: {}\n", format_time(std::chrono::system_clock::now()), name_, name_of(level).name,
                   line);
    }
}

} // namespace anyward
