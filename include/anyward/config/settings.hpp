#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/base/time.hpp"
#include "anyward/check/check.hpp"
#include "anyward/health/health.hpp"

#include <optional>
#include <string>
#include <vector>

namespace anyward {

enum class Hold { always, drain, never };
enum class OnExit { withdraw, linger, keep };

/// For the commands that ask a running daemon.
struct ClientSettings {
    bool json = false;
    bool wait = false;
    std::optional<Duration> drain_for; ///< none: without an end
    std::string drain_reason;
};

/// What one instance is to do. Defaults are in the table of flags, options.cpp.
struct Settings {
    std::string name;
    std::string config_file; ///< empty: none
    bool validate = false;
    std::vector<IpAddress> addresses; ///< the service addresses, in the order given
    std::string interface;
    std::string label; ///< IFA_LABEL; empty: none
    std::optional<Check> liveness;
    std::vector<Check> checks; ///< the hard ones
    std::vector<Check> soft_checks;
    HealthSettings health;
    std::optional<Endpoint> server; ///< whom checks without one of their own ask; none: auto
    Duration interval{};
    Duration fast_interval{};
    Duration timeout{};
    Duration check_timeout{};
    bool tripwire = true;
    Hold hold = Hold::always;
    std::string drain_file;
    OnExit on_exit = OnExit::withdraw;
    std::optional<Program> on_change;
    std::string socket;       ///< the status socket's path
    std::string metrics_file; ///< empty: none
    LogLevel log_level = LogLevel::info;
    std::string user; ///< whom the daemon becomes; empty: it stays who it is
    bool dry_run = false;
    ClientSettings client;
    std::string frr_pathspace; ///< of the doctor: whose FRR to ask; empty: the usual one
};

} // namespace anyward
