#include "anyward/base/log.hpp"

#include "anyward/base/enum_names.hpp"
#include "anyward/base/time.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <sys/uio.h>
#include <syslog.h>
#define SD_JOURNAL_SUPPRESS_LOCATION // of log.cpp itself, always
#include <systemd/sd-journal.h>
#include <unistd.h>

namespace anyward {

namespace {

constexpr auto level_names = enum_names<LogLevel>(
    {{LogLevel::error, "error"}, {LogLevel::warning, "warning"}, {LogLevel::info, "info"}, {LogLevel::debug, "debug"}});

/// That of syslog(3).
int priority(LogLevel level) {
    switch (level) {
    case LogLevel::error:
        return LOG_ERR;
    case LogLevel::warning:
        return LOG_WARNING;
    case LogLevel::info:
        return LOG_INFO;
    case LogLevel::debug:
        return LOG_DEBUG;
    }
    return LOG_DEBUG;
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
    return level_names.value_from(text);
}

Log::Log(std::string name, LogLevel level) : name_(std::move(name)), level_(level), to_journal_(stderr_is_journal()) {}

void Log::write(LogLevel level, std::string_view line, const JournalEntry& entry) const {
    if (level > level_ || (to_journal_ && write_to_journal(level, line, entry))) {
        return;
    }
    const auto text = fmt::format("{} {} {}: {}\n", format_time(std::chrono::system_clock::now()), name_,
                                  level_names.of(level), line);
    std::fwrite(text.data(), 1, text.size(), stderr); // a line that cannot be written is no reason to end
}

/// All lines this way, not only those with fields, so that they stay in their order.
/// @return whether the journal has taken it
bool Log::write_to_journal(LogLevel level, std::string_view line, const JournalEntry& entry) const {
    std::vector<std::string> fields{
        fmt::format("MESSAGE={}", line),
        fmt::format("PRIORITY={}", priority(level)),
        "SYSLOG_IDENTIFIER=anyward",
        fmt::format("ANYWARD_NAME={}", name_),
    };
    if (!entry.message_id.empty()) {
        fields.push_back(fmt::format("MESSAGE_ID={}", entry.message_id));
    }
    fields.insert(fields.end(), entry.fields.begin(), entry.fields.end());
    std::vector<iovec> parts;
    for (auto& field : fields) {
        parts.push_back({field.data(), field.size()});
    }
    return sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) >= 0;
}

} // namespace anyward
