#include "anyward/run_command.hpp"

#include "anyward/control_socket.hpp"
#include "anyward/daemon.hpp"
#include "anyward/instance_lock.hpp"

#include <optional>
#include <system_error>
#include <utility>

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

} // namespace

int run_daemon(Settings settings, const std::function<Settings()>& read_again) {
    const InstanceLock lock(settings.name);
    std::optional<ControlSocket> status_socket;
    open_status_socket(status_socket, settings);
    Daemon::Legacy legacy;
    for (;;) {
        Daemon daemon(settings, status_socket ? std::optional(status_socket->fd()) : std::nullopt, std::move(legacy),
                      read_again);
        const int status = daemon.run();
        auto next = daemon.next();
        if (!next) {
            return status;
        }
        legacy = daemon.legacy();
        settings = std::move(*next);
    }
}

} // namespace anyward
