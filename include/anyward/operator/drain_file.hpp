#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/base/log.hpp"
#include "anyward/base/time.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace anyward {

/// What a drain file asks for.
struct DrainOrder {
    std::string reason;            ///< may be empty
    std::optional<WallTime> until; ///< none: as long as the file is there

    bool operator==(const DrainOrder&) const = default;
};

/// Reads `{"reason": TEXT, "until": TIME}`, both optional, with TIME as in 2026-11-23T10:00:00Z (RFC 3339, UTC). What
/// is no such object, an empty file too, asks for a drain without either.
DrainOrder parse_drain_order(std::string_view text);

/// Follows a drain file, which anybody may make and remove.
class DrainFile {
public:
    /// @param on_change from the event loop, when there is another order, or none any more
    DrainFile(EventLoop& loop, const Log& log, std::string path, std::function<void()> on_change);

    /// What is asked for now; none: no drain.
    [[nodiscard]] const std::optional<DrainOrder>& order() const { return order_; }
    /// When the file was written.
    [[nodiscard]] WallTime since() const { return since_; }

    /// Writes the file, or removes it; what follows from it has happened when these return.
    /// @throws std::system_error where that cannot be done; then nothing is changed
    void write(const DrainOrder& order);
    void remove();

private:
    void refresh();
    void read_file();
    void read_order();

    EventLoop& loop_;
    const Log& log_;
    std::string path_;
    std::function<void()> on_change_;
    std::optional<DrainOrder> order_;
    WallTime since_{};
    EventLoop::Source folder_; ///< since the file comes and goes
    EventLoop::Source later_;  ///< to look again: the folder cannot be watched, or the order has an end
};

} // namespace anyward
