// What a client sends to the status socket. Each line is answered with a line of JSON, and it is let go when it ends.
#include "anyward/operator/control.hpp"
#include "anyward/operator/control_socket.hpp"
#include "fuzz.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace anyward;

void refuse_some(const DrainOrder& order) {
    fuzz::must(fuzz::is_printable_line(order.reason));
    if (order.reason.empty()) {
        throw std::runtime_error("no reason");
    }
}

void check_lines(std::string_view answers) {
    while (!answers.empty()) {
        const auto end = answers.find('\n');
        fuzz::must(end != std::string_view::npos && nlohmann::json::accept(answers.substr(0, end)));
        answers.remove_prefix(end + 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Log log("fuzz", LogLevel::error);
    static const auto path = "/tmp/anyward-fuzz." + std::to_string(getpid());
    static const ControlSocket server(path);
    EventLoop loop;
    Control control(loop, server.fd(), log,
                    {.status = [] { return R"({"state": "up"})"; },
                     .first_event = [] { return R"({"event": "state"})"; },
                     .drain = refuse_some,
                     .undrain = [] {}});
    const OwnedFd client = connect_to_control_socket(path);
    fuzz::must(send(client.get(), data, size, MSG_NOSIGNAL) == static_cast<ssize_t>(size));
    fuzz::must(shutdown(client.get(), SHUT_WR) == 0);
    std::string answers;
    const auto reader = loop.on_readable(client.get(), [&] {
        std::array<char, 4096> part;
        const auto length = recv(client.get(), part.data(), part.size(), 0);
        if (length > 0) {
            answers.append(part.data(), static_cast<std::size_t>(length));
        } else {
            loop.stop();
        }
    });
    loop.run();
    check_lines(answers);
    return 0;
}
