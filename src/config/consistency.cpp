#include "anyward/config/consistency.hpp"

#include "anyward/base/usage_error.hpp"
#include "anyward/config/least_lease.hpp"
#include "anyward/config/values.hpp"

#include <fmt/format.h>
#include <net/if.h>

namespace anyward {

namespace {

constexpr std::size_t longest_label = IFNAMSIZ - 1;

} // namespace

void complete_paths(Settings& settings) {
    if (settings.drain_file.empty()) {
        settings.drain_file = fmt::format("/run/anyward/{}.drain", settings.name);
    }
    if (settings.socket.empty()) {
        settings.socket = socket_path_from(fmt::format("/run/anyward/{}.sock", settings.name));
    }
}

void complete(Settings& settings) {
    if (!settings.liveness && settings.checks.empty()) {
        throw UsageError("--liveness none needs a --check: else there is nothing to ask");
    }
    if (settings.health.require > settings.checks.size() && !settings.checks.empty()) {
        throw UsageError(fmt::format("--require {} is more than there are --checks ({})", *settings.health.require,
                                     settings.checks.size()));
    }
    if (settings.health.fall > settings.health.window) {
        throw UsageError(fmt::format("--fall {} can never be reached within --window {}; make the window at least as "
                                     "large",
                                     settings.health.fall, settings.health.window));
    }
    if (settings.fast_interval > settings.interval) {
        throw UsageError(fmt::format("--fast-interval {} is longer than --interval {}; make it at most as long",
                                     format_duration(settings.fast_interval), format_duration(settings.interval)));
    }
    if (settings.health.hold_down > settings.health.hold_down_max) {
        throw UsageError(fmt::format("--hold-down {} is longer than --hold-down-max {}; make it at most as long",
                                     format_duration(settings.health.hold_down),
                                     format_duration(settings.health.hold_down_max)));
    }
    if (settings.label.empty()) {
        const auto usual = settings.interface + ":1";
        settings.label = usual.size() <= longest_label ? usual : "none";
    }
    if (settings.label == "none") {
        settings.label.clear();
    } else if (settings.label.size() > longest_label || !settings.label.starts_with(settings.interface)) {
        throw UsageError(fmt::format("--label: '{}' must start with the interface's name ({}) and have at most {} "
                                     "characters",
                                     settings.label, settings.interface, longest_label));
    }
}

void check_lease(const Settings& settings) {
    if (!settings.health.lease) {
        return;
    }
    if (const auto least = least_lease(settings); *settings.health.lease < least) {
        throw UsageError(fmt::format("--lease {} is too short for these intervals and timeouts: it could end before a "
                                     "failure is confirmed; make it {} or longer, or off",
                                     format_duration(*settings.health.lease),
                                     format_duration(std::chrono::ceil<std::chrono::seconds>(least))));
    }
    if (settings.health.settle + std::chrono::seconds(2) > *settings.health.lease) {
        throw UsageError(fmt::format("--settle {} is too long for --lease {}: nothing passes while an announcement "
                                     "settles; let the lease be at least two seconds longer",
                                     format_duration(settings.health.settle), format_duration(*settings.health.lease)));
    }
}

} // namespace anyward
