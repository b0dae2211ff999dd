#include "anyward/operator/control_socket.hpp"

#include "anyward/base/usage_error.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

constexpr mode_t not_for_others = 0117; // 0660 is left: its group may drain
constexpr mode_t folder_mode = 0755;
constexpr int backlog = 1024; // those that wait for a place

[[noreturn]] void fail(const std::string& path) {
    throw std::system_error(errno, std::generic_category(), path);
}

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    if (path.size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail(path);
    }
    std::ranges::copy(path, address.sun_path);
    return address;
}

OwnedFd make_socket(int flags) {
    OwnedFd made(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
    if (made.get() < 0) {
        fail("a Unix socket");
    }
    return made;
}

void remove_if_stale(const std::string& path) {
    struct stat found {};
    if (lstat(path.c_str(), &found) != 0) {
        return;
    }
    if (!S_ISSOCK(found.st_mode)) {
        throw UsageError(fmt::format("--socket: {} is there and is no socket; name another path or remove it", path));
    }
    const auto address = address_of(path);
    const auto probe = make_socket(SOCK_NONBLOCK);
    if (connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
        errno != ECONNREFUSED) {
        throw UsageError(fmt::format("--socket: another anyward, or somebody else, listens at {}; --name or --socket "
                                     "gives each service its own",
                                     path));
    }
    unlink(path.c_str());
}

} // namespace

ControlSocket::ControlSocket(std::string path) : path_(std::move(path)), socket_(make_socket(SOCK_NONBLOCK)) {
    mkdir(std::filesystem::path(path_).parent_path().c_str(), folder_mode); // where that fails, so does bind
    remove_if_stale(path_);
    const auto address = address_of(path_);
    const auto mask = umask(not_for_others);
    const int bound = bind(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    umask(mask);
    if (bound != 0 || listen(socket_.get(), backlog) != 0 || lstat(path_.c_str(), &made_) != 0) {
        fail(path_);
    }
}

ControlSocket::~ControlSocket() {
    struct stat found {};
    if (lstat(path_.c_str(), &found) == 0 && found.st_ino == made_.st_ino && found.st_dev == made_.st_dev) {
        unlink(path_.c_str()); // not that of a daemon which came after us
    }
}

OwnedFd connect_to_control_socket(const std::string& path) {
    const auto address = address_of(path);
    auto connected = make_socket(0);
    if (connect(connected.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        fail(path);
    }
    return connected;
}

} // namespace anyward
