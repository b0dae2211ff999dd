#include "anyward/command/run_command.hpp"

#include "anyward/base/instance_lock.hpp"
#include "anyward/base/usage_error.hpp"
#include "anyward/base/user.hpp"
#include "anyward/config/options.hpp"
#include "anyward/daemon/daemon.hpp"
#include "anyward/kernel/address_claims.hpp"
#include "anyward/operator/control_socket.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

namespace anyward {

namespace {

/// Without it the service is guarded all the same.
void open_status_socket(std::optional<ControlSocket>& socket, const Settings& settings) {
    try {
        socket.emplace(settings.socket);
    } catch (const std::system_error& error) {
        Log(settings.name, settings.log_level)
            .error("no status socket, so status, watch, drain and undrain cannot reach this daemon: {}", error.what());
    }
}

std::vector<IpAddress> guarded(const Settings& settings) {
    return settings.dry_run ? std::vector<IpAddress>() : settings.addresses;
}

/// What the command line and its file say now. @throws std::runtime_error where that is not valid
Settings read_again(const std::vector<std::string>& arguments) {
    auto parsed = parse_command_line(arguments);
    if (const auto* exit = std::get_if<Exit>(&parsed)) {
        throw std::runtime_error(exit->err);
    }
    return std::move(std::get<Invocation>(parsed).settings);
}

} // namespace

int run_daemon(Settings settings, const std::vector<std::string>& arguments) {
    if (!settings.user.empty()) {
        become_user(settings.user, std::filesystem::path(settings.socket).parent_path());
    }
    const InstanceLock lock(settings.name);
    AddressClaims claims;
    claims.add(guarded(settings));
    const auto claim_again = [&] {
        auto next = read_again(arguments);
        if (next.name != settings.name || next.socket != settings.socket || next.drain_file != settings.drain_file ||
            next.user != settings.user) {
            throw UsageError("name, socket, drain-file and user cannot change without a restart");
        }
        claims.add(guarded(next));
        return next;
    };
    std::optional<ControlSocket> status_socket;
    open_status_socket(status_socket, settings);
    EventLoop loop; // over reloads too: a killed program that does not end yet is still waited for
    Handover handover;
    for (;;) {
        Daemon daemon(loop, settings, status_socket ? std::optional(status_socket->fd()) : std::nullopt, handover,
                      claim_again);
        const int status = daemon.run();
        auto next = daemon.next();
        if (!next) {
            return status;
        }
        handover = daemon.handover();
        settings = std::move(*next);
        claims.keep(guarded(settings));
    }
}

} // namespace anyward
