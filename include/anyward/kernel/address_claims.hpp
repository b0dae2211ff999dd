#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/owned_fd.hpp"

#include <optional>
#include <set>
#include <sys/types.h>
#include <vector>

namespace anyward {

/// Keeps each service address to one process of a host, for as long as that lives: two with other checks would delete
/// and put back the same address for ever. A claim is a lock on one byte of /proc/self/ns/net, the file of the network
/// namespace that the addresses belong to; the kernel gives it up when the process ends, however that ends (fcntl(2)).
/// Where that file cannot be opened, nothing is claimed.
class AddressClaims {
public:
    AddressClaims();

    /// Claims these as well.
    /// @throws std::runtime_error when another process has one of them; then nothing has changed
    void add(const std::vector<IpAddress>& addresses);
    /// Gives up all others.
    void keep(const std::vector<IpAddress>& addresses);

private:
    void release(const IpAddress& address);
    void lock(short type, const IpAddress& address) const;
    [[nodiscard]] std::optional<pid_t> other_process(off_t start, off_t length) const;

    OwnedFd namespace_;
    std::set<IpAddress> claimed_;
};

} // namespace anyward
