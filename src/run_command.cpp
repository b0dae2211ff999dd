#include "anyward/run_command.hpp"

#include "anyward/address_claims.hpp"
#include "anyward/daemon.hpp"
#include "anyward/instance_lock.hpp"
#include "anyward/usage_error.hpp"

#include <utility>

namespace anyward {

namespace {

std::vector<IpAddress> guarded(const Settings& settings) {
    return settings.dry_run ? std::vector<IpAddress>() : settings.addresses;
}

} // namespace

int run_daemon(Settings settings, const std::function<Settings()>& read_again) {
    const InstanceLock lock(settings.name);
    AddressClaims claims;
    claims.add(guarded(settings));
    const auto claim_again = [&] {
        auto next = read_again();
        if (next.name != settings.name || next.drain_file != settings.drain_file) {
            throw UsageError("name and drain-file cannot change without a restart");
        }
        claims.add(guarded(next));
        return next;
    };
    std::optional<std::uint32_t> metric_before;
    for (;;) {
        Daemon daemon(settings, metric_before, claim_again);
        const int status = daemon.run();
        auto next = daemon.next();
        if (!next) {
            return status;
        }
        metric_before = next->metric == settings.metric ? std::nullopt : std::optional(settings.metric);
        settings = std::move(*next);
        claims.keep(guarded(settings));
    }
}

} // namespace anyward
