#include "anyward/run_command.hpp"

#include "anyward/daemon.hpp"
#include "anyward/instance_lock.hpp"

#include <utility>

namespace anyward {

int run_daemon(Settings settings, const std::function<Settings()>& read_again) {
    const InstanceLock lock(settings.name);
    std::optional<std::uint32_t> metric_before;
    for (;;) {
        Daemon daemon(settings, metric_before, read_again);
        const int status = daemon.run();
        auto next = daemon.next();
        if (!next) {
            return status;
        }
        metric_before = next->metric == settings.metric ? std::nullopt : std::optional(settings.metric);
        settings = std::move(*next);
    }
}

} // namespace anyward
