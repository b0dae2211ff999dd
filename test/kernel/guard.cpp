#include "guard.hpp"

#include "anyward/command/run_command.hpp"
#include "anyward/config/options.hpp"
#include "anyward/operator/control_socket.hpp"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>

namespace {

bool in_daemon = false; // the child that fork(2) made

} // namespace

/// LeakSanitizer asks for it. In the daemon's process it would wait for the nameserver's thread, which fork(2) left
/// behind.
extern "C" int __lsan_is_turned_off() {
    return in_daemon ? 1 : 0;
}

namespace anyward::test {

namespace {

constexpr Duration look_again = 2ms;

std::filesystem::path new_folder() {
    auto path = (std::filesystem::temp_directory_path() / "anyward-guard-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) {
        throw std::runtime_error("no temporary folder " + path);
    }
    return path;
}

/// As main() does it.
[[noreturn]] void run(const std::string& config_file) {
    const std::vector<std::string> words{"run", "--config", config_file};
    int status = 1;
    try {
        auto parsed = parse_command_line(words);
        if (const auto* exit = std::get_if<Exit>(&parsed)) {
            throw std::runtime_error(exit->err);
        }
        status = run_daemon(std::move(std::get<Invocation>(parsed).settings), words);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "anyward: %s\n", error.what());
    }
    std::exit(status);
}

} // namespace

StatusClient::StatusClient(const std::string& path) : socket_(connect_to_control_socket(path)) {
    const timeval longest{.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &longest, sizeof longest);
}

void StatusClient::send(const Json& request) const {
    const auto line = request.dump() + '\n';
    ::send(socket_.get(), line.data(), line.size(), MSG_NOSIGNAL);
}

Json StatusClient::next() {
    auto end = unread_.find('\n');
    for (; end == std::string::npos; end = unread_.find('\n')) {
        std::array<char, 4096> part;
        const auto length = recv(socket_.get(), part.data(), part.size(), 0);
        if (length <= 0) {
            return {};
        }
        unread_.append(part.data(), static_cast<std::size_t>(length));
    }
    auto line = Json::parse(unread_.substr(0, end));
    unread_.erase(0, end + 1);
    return line;
}

Guard::Guard() : folder(new_folder()) {
    configure("");
}

Guard::~Guard() {
    if (daemon_ != 0) {
        kill(daemon_, SIGUSR2); // which ends it without the last second
        CHECK(end_status() == 0);
    }
    std::filesystem::remove_all(folder);
}

void Guard::configure(const std::string& lines) const {
    std::ofstream file(folder / "config");
    file << "address = " << service << "\ndrain-file = " << drain_file << "\nsocket = " << socket << '\n' << lines;
    for (const std::string usual :
         {"interval = 20ms", "fast-interval = 10ms", "timeout = 2s", "hold-down = 50ms", "hold-down-max = 50ms"}) {
        const auto key = usual.substr(0, usual.find('=') + 1);
        if (('\n' + lines).find('\n' + key) == std::string::npos) {
            file << usual << '\n';
        }
    }
}

void Guard::start(std::optional<int> standard_error) {
    const std::string config = folder / "config";
    const OwnedFd log(open((folder / "log").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644));
    std::fflush(nullptr); // or the daemon's process would write it once more at its end
    daemon_ = fork();
    REQUIRE(daemon_ >= 0);
    if (daemon_ == 0) {
        in_daemon = true;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        std::signal(SIGTERM, SIG_DFL); // doctest would report its end
        dup2(standard_error.value_or(log.get()), STDERR_FILENO);
        close_range(STDERR_FILENO + 1, ~0U, 0); // a nameserver's socket would live on with us
        run(config);
    }
}

void Guard::serve() {
    start();
    REQUIRE(eventually(held));
    nameserver.emplace(Endpoint{ip(service)});
    REQUIRE(eventually([&] { return settled(); }));
}

void Guard::send(int signal) const {
    REQUIRE(kill(daemon_, signal) == 0);
}

int Guard::end_status() {
    int status = 0;
    if (!eventually([&] { return waitpid(daemon_, &status, WNOHANG) != 0; })) {
        kill(daemon_, SIGKILL);
        waitpid(daemon_, &status, 0);
    }
    daemon_ = 0;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

bool Guard::eventually(const std::function<bool()>& condition, Duration longest) const {
    const auto end = EventLoop::now() + longest;
    while (!condition()) {
        if (EventLoop::now() > end) {
            MESSAGE(log());
            return false;
        }
        std::this_thread::sleep_for(look_again);
    }
    return true;
}

std::optional<InterfaceAddress> Guard::address(const char* address, const char* interface) {
    Netlink netlink;
    const auto index = netlink.index_of(interface);
    for (const auto& found : netlink.addresses()) {
        if (found.address == ip(address) && found.interface_index == index) {
            return found;
        }
    }
    return std::nullopt;
}

bool Guard::held() {
    const auto holds = Netlink().holds();
    return std::ranges::find(holds, ip(service)) != holds.end();
}

std::string Guard::log() const {
    std::ostringstream text;
    text << std::ifstream(folder / "log").rdbuf();
    return text.str();
}

Json Guard::ask(const Json& request) const {
    StatusClient client(socket);
    client.send(request);
    return client.next();
}

bool Guard::is(const char* state) const {
    const auto now = status();
    return now.is_object() && now["state"] == state;
}

bool Guard::settled() const {
    const auto now = status();
    return now.is_object() && now["addresses"][0]["settled"] == true;
}

} // namespace anyward::test
