#include "anyward/base/instance_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <fmt/format.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>

namespace anyward {

InstanceLock::InstanceLock(const std::string& name) : socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const auto path = fmt::format("anyward/{}", name);
    if (path.size() + 1 > sizeof address.sun_path) {
        throw std::runtime_error(fmt::format("--name: '{}' is too long", name));
    }
    std::ranges::copy(path, address.sun_path + 1); // after a zero byte: abstract
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + path.size());
    if (socket_.get() >= 0 && bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), length) == 0) {
        return;
    }
    if (errno == EADDRINUSE) {
        throw std::runtime_error(fmt::format("another anyward runs here under the name '{}'; --name gives each service "
                                             "one of its own",
                                             name));
    }
    throw std::system_error(errno, std::generic_category(), "taking the instance's name");
}

} // namespace anyward
