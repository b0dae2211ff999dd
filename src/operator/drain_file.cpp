#include "anyward/operator/drain_file.hpp"

#include "anyward/base/atomic_file.hpp"
#include "anyward/base/owned_fd.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

using namespace std::chrono_literals;
using std::chrono::system_clock;

constexpr Duration retry_after = 1s;
constexpr std::size_t longest = 65536; // of a file that says why and until when

std::string text_at(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    auto text = found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
    // It goes to logs, terminals and sd_notify(3), where a line's end would begin another assignment.
    std::ranges::replace_if(
        text, [](unsigned char c) { return std::iscntrl(c) != 0; }, ' ');
    // U+0080 to U+009F are control characters too. (JSON is UTF-8.)
    for (auto at = text.find('\xc2'); at != std::string::npos; at = text.find('\xc2', at + 1)) {
        if (static_cast<unsigned char>(text[at + 1]) < 0xa0) {
            text.replace(at, 2, " ");
        }
    }
    return text;
}

/// When it was written; none where there is no such file. This takes no descriptor, of which there may be none left.
std::optional<WallTime> time_of(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) == 0) {
        return system_clock::from_time_t(status.st_mtim.tv_sec);
    }
    return errno == ENOENT || errno == ENOTDIR ? std::nullopt : std::optional(system_clock::now());
}

std::optional<std::string> text_of(const std::string& path) {
    const OwnedFd file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)); // it may be a FIFO by mistake
    if (file.get() < 0) {
        return std::nullopt;
    }
    std::string text(longest, '\0');
    const auto length = read(file.get(), text.data(), text.size());
    text.resize(length < 0 ? 0 : static_cast<std::size_t>(length));
    return text;
}

} // namespace

DrainOrder parse_drain_order(std::string_view text) {
    const auto object = nlohmann::json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return {};
    }
    return {.reason = text_at(object, "reason"), .until = parse_time(text_at(object, "until"))};
}

DrainFile::DrainFile(EventLoop& loop, const Log& log, std::string path, std::function<void()> on_change)
    : loop_(loop), log_(log), path_(std::move(path)), on_change_(std::move(on_change)),
      later_(loop.timer([this] { refresh(); })) {
    read_file();
}

void DrainFile::read_file() {
    later_.disarm();
    // Watched first, that no change is missed, and anew, for the folder may be another one by now.
    auto watched = loop_.on_folder_change(std::filesystem::path(path_).parent_path(), [this] { refresh(); });
    read_order();
    if (watched) {
        folder_ = std::move(*watched);
    } else {
        later_.arm(EventLoop::now() + retry_after);
    }
}

void DrainFile::refresh() {
    const auto before = order_;
    read_file();
    if (order_ != before) {
        on_change_();
    }
}

void DrainFile::read_order() {
    order_.reset();
    const auto written = time_of(path_);
    if (!written) {
        return;
    }
    const auto text = text_of(path_);
    auto order = parse_drain_order(text.value_or(""));
    const auto now = system_clock::now();
    if (order.until && *order.until <= now) {
        log_.info("{}: its time is over", path_);
        unlink(path_.c_str()); // where that is not allowed, it asks for nothing any more all the same
        return;
    }
    if (order.until) {
        // Of the day, which somebody may set: looked at again then, and before.
        constexpr Duration longest_wait = 1min;
        later_.arm(EventLoop::now() +
                   std::min<Duration>(std::chrono::ceil<Duration>(*order.until - now), longest_wait));
    }
    if (!text) { // one that cannot be read is there all the same
        later_.arm(EventLoop::now() + retry_after);
    }
    order_ = std::move(order);
    since_ = *written;
}

void DrainFile::write(const DrainOrder& order) {
    nlohmann::json object{{"reason", order.reason}};
    if (order.until) {
        object["until"] = format_time(*order.until);
    }
    write_atomically(path_, object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
    refresh();
}

void DrainFile::remove() {
    if (unlink(path_.c_str()) != 0 && errno != ENOENT) {
        throw std::system_error(errno, std::generic_category(), "removing " + path_);
    }
    refresh();
}

} // namespace anyward
