#include "anyward/address_claims.hpp"

#include <algorithm>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <span>
#include <stdexcept>

namespace anyward {

namespace {

/// The byte that stands for an address: FNV-1a, without the sign of off_t.
struct flock lock_of(short type, const IpAddress& address) {
    constexpr std::uint64_t basis = 0xcbf29ce484222325;
    constexpr std::uint64_t prime = 0x100000001b3;
    const auto mix = [](std::uint64_t hash, std::uint8_t byte) { return (hash ^ byte) * prime; };
    const std::span bytes(address.data(), address.size());
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = static_cast<off_t>(std::accumulate(bytes.begin(), bytes.end(), basis, mix) >> 2U);
    lock.l_len = 1;
    return lock;
}

} // namespace

AddressClaims::AddressClaims() : namespace_(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) {}

void AddressClaims::add(const std::vector<IpAddress>& addresses) {
    std::vector<IpAddress> added;
    for (const auto& address : addresses) {
        if (!claimed_.insert(address).second) {
            continue;
        }
        added.push_back(address);
        // The file cannot be opened for writing, so the locks are read locks, which do not exclude each other: ours is
        // set first, and then others are looked for, so that of two that start at once none misses the other.
        lock(F_RDLCK, address);
        auto other = lock_of(F_WRLCK, address);
        if (fcntl(namespace_.get(), F_GETLK, &other) == 0 && other.l_type != F_UNLCK) {
            std::ranges::for_each(added, [this](const IpAddress& one) { release(one); });
            throw std::runtime_error(
                fmt::format("another anyward (process {}) guards {} here; an address has one guard", other.l_pid,
                            address.to_string()));
        }
    }
}

void AddressClaims::keep(const std::vector<IpAddress>& addresses) {
    std::vector<IpAddress> others;
    const std::set<IpAddress> kept(addresses.begin(), addresses.end());
    std::ranges::set_difference(claimed_, kept, std::back_inserter(others));
    std::ranges::for_each(others, [this](const IpAddress& one) { release(one); });
}

void AddressClaims::release(const IpAddress& address) {
    lock(F_UNLCK, address);
    claimed_.erase(address);
}

void AddressClaims::lock(short type, const IpAddress& address) const {
    auto lock = lock_of(type, address);
    fcntl(namespace_.get(), F_SETLK, &lock);
}

} // namespace anyward
