#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/base/time.hpp"
#include "anyward/check/check.hpp"
#include "anyward/health/rules.hpp"

#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// When the hold route stands.
enum class Hold {
    always,
    drain, ///< while drained, and for the last second of the daemon
    never,
};
/// What becomes of an announced address at SIGTERM.
enum class OnExit {
    withdraw,
    linger, ///< it is left to the end of its lease
    keep,   ///< the lease is taken from it, and it stays
};

/// For the commands that ask a running daemon.
struct ClientSettings {
    bool json = false;                 ///< print what the daemon sends; of the doctor: findings for programs
    bool wait = false;                 ///< return when what was asked for has come about
    std::optional<Duration> drain_for; ///< after this it is undrained; none: without an end
    std::string drain_reason;          ///< for status and the log; may be empty
};

/// What one instance is to do. Defaults are in the table of flags, flags.cpp; those here stand for commands that do not
/// take the flag.
struct Settings {
    std::string name;        ///< of the instance; its socket and its drain file have it
    std::string config_file; ///< path; empty: none
    bool validate = false;   ///< parse, and do nothing

    std::vector<IpAddress> addresses; ///< the service addresses, in the order given, none twice
    std::string interface;            ///< that they live on
    std::string label;                ///< IFA_LABEL of the IPv4 ones; empty: none
    Hold hold = Hold::always;
    OnExit on_exit = OnExit::withdraw;
    bool dry_run = false; ///< decide and log; touch nothing in the kernel

    std::optional<Check> liveness;  ///< the check that is always required; none: there are others
    std::vector<Check> checks;      ///< the hard ones
    std::vector<Check> soft_checks; ///< those that can only make the service degraded
    std::optional<Endpoint> server; ///< whom checks without one of their own ask; none: auto
    Duration interval{};            ///< from one probe of a check to the next
    Duration fast_interval{};       ///< the same while a failure or a recovery is being confirmed; not longer
    Duration timeout{};             ///< deadline of a probe of the liveness check
    Duration check_timeout{};       ///< deadline of a probe of any other check without one of its own
    bool tripwire = true;           ///< hold a TCP connection to each server, see Tripwire
    HealthSettings health;          ///< what verdicts lead to

    std::string drain_file;           ///< path; while it exists, the service is drained
    std::string socket;               ///< path of the status socket
    std::string metrics_file;         ///< path; empty: none
    std::optional<Program> on_change; ///< run at every change of state
    LogLevel log_level = LogLevel::info;
    std::string user; ///< whom the daemon becomes; empty: it stays who it is

    ClientSettings client;
    std::string frr_pathspace; ///< of the doctor: whose FRR to ask; empty: the usual one
};

} // namespace anyward
