#include "anyward/command/client.hpp"

#include "anyward/command/fail.hpp"
#include "anyward/command/status_text.hpp"
#include "anyward/health/decision.hpp"
#include "anyward/operator/control_socket.hpp"
#include "anyward/operator/status_keys.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

namespace anyward {

namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr int no_daemon = 3;
constexpr auto longest_answer = 5s;
constexpr auto longest_absence = 10s;
constexpr auto look_again = 50ms;
constexpr auto redraw_again = 250ms;
constexpr auto connect_again = 200ms;

/// A line of the daemon's. @throws std::runtime_error with what it says where it cannot do as asked
Json parsed(const std::string& line) {
    auto answer = Json::parse(line);
    if (const auto error = answer.find("error"); error != answer.end()) {
        throw std::runtime_error(error->get<std::string>());
    }
    return answer;
}

/// Asks a daemon for one thing after the other.
class Connection {
public:
    /// @throws std::system_error where nobody listens
    explicit Connection(const std::string& path) : socket_(connect_to_control_socket(path)) {}

    void limit_waiting() const {
        const timeval limit{.tv_sec = longest_answer.count(), .tv_usec = 0};
        setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }

    void send(const Json& request) const {
        const auto line = request.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
        if (::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size())) {
            throw std::runtime_error("the daemon ended");
        }
    }

    /// @throws std::runtime_error where no more comes
    std::string read_line() {
        auto end = input_.find('\n');
        while (end == std::string::npos) {
            std::array<char, 16384> part;
            const auto length = recv(socket_.get(), part.data(), part.size(), 0);
            if (length == 0) {
                throw std::runtime_error("the daemon ended");
            }
            if (length < 0 && errno != EINTR) {
                throw std::runtime_error("the daemon does not answer");
            }
            const auto before = input_.size();
            input_.append(part.data(), length < 0 ? 0 : static_cast<std::size_t>(length));
            end = input_.find('\n', before);
        }
        auto line = input_.substr(0, end);
        input_.erase(0, end + 1);
        return line;
    }

    Json ask(const Json& request) {
        send(request);
        return parsed(read_line());
    }

private:
    OwnedFd socket_;
    std::string input_;
};

std::string who(const Settings& settings) {
    return fmt::format("no daemon answers at {}; does it run, and under this --name or --socket?", settings.socket);
}

int fail_unreadable(const Json::exception& error) {
    return fail(no_daemon, fmt::format("the daemon's answer cannot be read; is it another release than this program? "
                                       "({})",
                                       error.what()));
}

/// Runs a command, with what goes wrong said in one line.
int with_daemon(const Settings& settings, const std::function<int(Connection&)>& command) {
    try {
        Connection daemon(settings.socket);
        daemon.limit_waiting();
        return command(daemon);
    } catch (const std::system_error& error) {
        return fail(no_daemon, fmt::format("{} ({})", who(settings), error.code().message()));
    } catch (const Json::exception& error) {
        return fail_unreadable(error);
    } catch (const std::exception& error) {
        return fail(no_daemon, error.what());
    }
}

int exit_status_of(std::string_view state) {
    return state == to_string(State::up) ? 0 : state == to_string(State::down) ? 2 : 1;
}

/// Looks at the status until it is as wanted, over reloads and restarts of the daemon too: what is drained, stays so.
/// @param is_wanted may throw to give up
/// @throws std::runtime_error where nobody has answered for long
void wait_until(const Settings& settings, const std::function<bool(const Json&)>& is_wanted) {
    auto last_answer = Clock::now();
    for (;; std::this_thread::sleep_for(look_again)) {
        Json status;
        try {
            Connection daemon(settings.socket);
            daemon.limit_waiting();
            status = daemon.ask({{"request", "status"}});
        } catch (const std::exception&) {
            if (Clock::now() - last_answer > longest_absence) {
                throw std::runtime_error("the daemon ended meanwhile; what was asked for is done when it is back");
            }
            continue;
        }
        last_answer = Clock::now();
        if (is_wanted(status)) {
            return;
        }
    }
}

/// @param answered becomes true when the daemon does
void redraw(Connection& daemon, const TextStyle& style, bool& answered) {
    constexpr std::string_view home_and_clear = "\033[H\033[J";
    daemon.limit_waiting();
    for (;;) {
        const auto status = daemon.ask({{"request", "status"}});
        answered = true;
        fmt::print("{}{}", home_and_clear, status_text(status, style));
        std::fflush(stdout);
        std::this_thread::sleep_for(redraw_again);
    }
}

/// As redraw().
void watch_events(Connection& daemon, bool json, const TextStyle& style, bool& answered) {
    daemon.send({{"request", "watch"}});
    for (;;) {
        const auto line = daemon.read_line();
        const auto event = parsed(line);
        answered = true;
        fmt::print("{}", json ? line + '\n' : event_text(event, style));
        if (std::fflush(stdout) != 0) {
            throw std::system_error(errno, std::generic_category(), "writing");
        }
    }
}

} // namespace

int show_status(const Settings& settings) {
    return with_daemon(settings, [&](Connection& daemon) {
        daemon.send({{"request", "status"}});
        const auto line = daemon.read_line();
        const auto status = parsed(line);
        fmt::print("{}", settings.client.json ? line + '\n' : status_text(status, style_of_stdout()));
        return exit_status_of(status.at(key::state).get<std::string>());
    });
}

int watch(const Settings& settings) {
    const auto style = style_of_stdout();
    const bool on_terminal = isatty(STDOUT_FILENO) == 1 && !settings.client.json;
    bool answered = true; // since it was last said that none does
    for (;;) {
        try {
            Connection daemon(settings.socket);
            if (on_terminal) {
                redraw(daemon, style, answered);
            }
            watch_events(daemon, settings.client.json, style, answered);
        } catch (const Json::exception& error) {
            return fail_unreadable(error);
        } catch (const std::exception& error) {
            if (std::ferror(stdout) != 0) {
                return fail(no_daemon, error.what());
            }
            if (std::exchange(answered, false)) {
                fmt::print(stderr, "anyward: {}; waiting for it at {}\n", error.what(), settings.socket);
            }
        }
        std::this_thread::sleep_for(connect_again);
    }
}

int drain(const Settings& settings) {
    return with_daemon(settings, [&](Connection& daemon) {
        Json request{{"request", "drain"}, {"reason", settings.client.drain_reason}};
        if (settings.client.drain_for) {
            request["until"] = format_time(std::chrono::system_clock::now() + *settings.client.drain_for);
        }
        daemon.ask(request);
        if (settings.client.wait) {
            wait_until(settings, [](const Json& status) {
                if (status.at(key::drain).is_null()) {
                    throw std::runtime_error("it was undrained meanwhile");
                }
                return status.at(key::state).get<std::string>() == to_string(State::drained);
            });
        }
        return 0;
    });
}

int undrain(const Settings& settings) {
    return with_daemon(settings, [&](Connection& daemon) {
        daemon.ask({{"request", "undrain"}});
        if (settings.client.wait) {
            wait_until(settings, [](const Json& status) {
                if (!status.at(key::drain).is_null()) {
                    throw std::runtime_error("it was drained again meanwhile");
                }
                return status.at(key::serving).get<bool>();
            });
        }
        return 0;
    });
}

} // namespace anyward
