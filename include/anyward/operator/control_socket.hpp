#pragma once

#include "anyward/base/owned_fd.hpp"

#include <string>
#include <sys/stat.h>

namespace anyward {

/// The status socket: a listening Unix stream socket, mode 0660, that is removed with it.
class ControlSocket {
public:
    /// Makes its folder (0755) where that is missing, and replaces a socket that nobody listens at.
    /// @throws UsageError where somebody listens at it, or it is not a socket
    /// @throws std::system_error for what the system refuses
    explicit ControlSocket(std::string path);
    ~ControlSocket();
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

    /// Does not block.
    [[nodiscard]] int fd() const { return socket_.get(); }

private:
    std::string path_;
    OwnedFd socket_;
    struct stat made_ {}; ///< what the path was when we had made it
};

/// Connects to a status socket. @throws std::system_error
OwnedFd connect_to_control_socket(const std::string& path);

} // namespace anyward
