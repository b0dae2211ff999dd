#include "anyward/operator/control.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <sys/socket.h>
#include <utility>

namespace anyward {

namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr std::size_t longest_request = 4096;
constexpr std::size_t most_clients = 64; // the next ones wait in the socket's backlog
constexpr std::ptrdiff_t most_watchers = 32;
constexpr std::size_t most_unread = std::size_t{1024} * 1024; // of a watcher
constexpr Duration longest_silence = 10s;
constexpr Duration longest_silence_when_full = 1s;
constexpr Duration accept_again = 1s; // where there is no descriptor to be had

std::string error_line(std::string_view what) {
    return Json{{"error", what}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

Control::Control(EventLoop& loop, int listening, const Log& log, Handlers handlers)
    : loop_(loop), listening_(listening), log_(log), handlers_(std::move(handlers)),
      accept_later_(loop.timer([this] { listen(); })) {
    listen();
}

void Control::listen() {
    acceptable_ = loop_.on_readable(
        listening_, [this] { accept_one(); }, EventLoop::Order::after_timers);
}

void Control::accept_one() {
    OwnedFd socket(accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.get() < 0) {
        if (errno != EAGAIN && errno != ECONNABORTED && errno != EINTR) {
            acceptable_ = {}; // it would be readable again at once
            accept_later_.arm(EventLoop::now() + accept_again);
        }
        return;
    }
    const auto client = clients_.insert(clients_.end(), Client{std::move(socket)});
    arm_io(client);
    client->deadline = loop_.timer([this, client] { disconnect(client); });
    allow_silence(*client);
    if (clients_.size() >= most_clients) {
        acceptable_ = {};
        for (auto& other : clients_) {
            if (!other.watches) {
                other.deadline.arm(other.since + longest_silence_when_full);
            }
        }
    }
}

void Control::allow_silence(Client& client) {
    client.since = EventLoop::now();
    client.deadline.arm(client.since + longest_silence);
}

void Control::disconnect(ClientPosition client) {
    clients_.erase(client);
    if (clients_.size() == most_clients - 1) {
        listen();
    }
}

void Control::on_readable(ClientPosition client) {
    std::array<char, longest_request> part;
    const auto length = recv(client->socket.get(), part.data(), part.size(), 0);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (length <= 0) {
        disconnect(client);
        return;
    }
    client->input.append(part.data(), static_cast<std::size_t>(length));
    serve(client);
}

/// Answers what is in its input, one request after the other.
bool Control::serve(ClientPosition client) {
    if (client->watches) {
        client->input.clear();
        return true;
    }
    for (auto end = client->input.find('\n'); end != std::string::npos; end = client->input.find('\n')) {
        if (!client->output.empty()) {
            return true;
        }
        client->output = answer(*client, std::string_view(client->input).substr(0, end)) + '\n';
        client->input.erase(0, end + 1);
        if (!flush(client)) {
            return false;
        }
        if (client->watches) {
            client->deadline.disarm();
            return true;
        }
        allow_silence(*client);
    }
    if (client->input.size() > longest_request) {
        client->output = error_line(fmt::format("a request has at most {} bytes", longest_request)) + '\n';
        if (flush(client)) {
            disconnect(client);
        }
        return false;
    }
    return true;
}

bool Control::flush(ClientPosition client) {
    auto& output = client->output;
    const auto sent = send(client->socket.get(), output.data(), output.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        disconnect(client);
        return false;
    }
    output.erase(0, sent < 0 ? 0 : static_cast<std::size_t>(sent));
    arm_io(client);
    return true;
}

/// Waits for its next request or, while it has not read its answer, for it to read.
void Control::arm_io(ClientPosition client) {
    const int fd = client->socket.get();
    const bool awaits_request = client->output.empty();
    if (std::exchange(client->awaits_request, awaits_request) == awaits_request) {
        return;
    }
    client->io = {}; // a descriptor has one source at a time (epoll)
    constexpr auto order = EventLoop::Order::after_timers;
    if (awaits_request) {
        client->io = loop_.on_readable(
            fd, [this, client] { on_readable(client); }, order);
        return;
    }
    client->io = loop_.on_writable(
        fd,
        [this, client] {
            if (flush(client) && client->output.empty()) {
                serve(client);
            }
        },
        order);
}

std::string Control::answer(Client& client, std::string_view request) {
    try {
        const auto object = Json::parse(request);
        const auto wanted = object.at("request").get<std::string>();
        if (wanted == "status") {
            return handlers_.status();
        }
        if (wanted == "watch") {
            if (std::ranges::count(clients_, true, &Client::watches) >= most_watchers) {
                throw std::runtime_error(fmt::format("there are {} watchers already", most_watchers));
            }
            client.watches = true;
            return handlers_.first_event();
        }
        if (wanted == "drain") {
            log_.info("asked to drain");
            const auto order = parse_drain_order(request);
            if (const auto until = object.find("until"); until != object.end() && !until->is_null() && !order.until) {
                throw std::runtime_error(R"("until" is no time such as "2026-11-23T10:00:00Z")");
            }
            handlers_.drain(order);
        } else if (wanted == "undrain") {
            log_.info("asked to undrain");
            handlers_.undrain();
        } else {
            throw std::runtime_error("a request is status, watch, drain or undrain");
        }
        return R"({"ok": true})";
    } catch (const Json::exception&) {
        return error_line(R"(a request is a JSON object in one line, as {"request": "status"})");
    } catch (const std::exception& error) {
        return error_line(error.what());
    }
}

void Control::publish(const std::function<std::string()>& line) {
    std::string text;
    // A client that is disconnected here watches, so none that is being answered at this moment.
    for (auto next = clients_.begin(); next != clients_.end();) {
        const auto client = next++;
        if (!client->watches) {
            continue;
        }
        if (text.empty()) {
            text = line() + '\n';
        }
        const bool was_idle = client->output.empty();
        client->output += text;
        if (client->output.size() > most_unread) {
            disconnect(client);
        } else if (was_idle) {
            flush(client);
        }
    }
}

} // namespace anyward
