#pragma once

#include "anyward/base/owned_fd.hpp"

#include <string>

namespace anyward {

/// Keeps the name of an instance to one process on a host, for as long as it lives: an abstract socket's name, which
/// belongs to the network namespace and goes with the process, however that ends (unix(7)).
class InstanceLock {
public:
    /// @throws std::runtime_error when another process has the name
    explicit InstanceLock(const std::string& name);

private:
    OwnedFd socket_;
};

} // namespace anyward
