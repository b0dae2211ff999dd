#include "anyward/kernel/address_claims.hpp"

#include <algorithm>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <iterator>
#include <numeric>
#include <optional>
#include <span>
#include <stdexcept>

namespace anyward {

namespace {

/// The byte that stands for an address: FNV-1a, without the sign of off_t.
off_t byte_of(const IpAddress& address) {
    constexpr std::uint64_t basis = 0xcbf29ce484222325;
    constexpr std::uint64_t prime = 0x100000001b3;
    const auto mix = [](std::uint64_t hash, std::uint8_t byte) { return (hash ^ byte) * prime; };
    const std::span bytes(address.data(), address.size());
    return static_cast<off_t>(std::accumulate(bytes.begin(), bytes.end(), basis, mix) >> 2U);
}

/// @param length 0: to the end
struct flock lock_of(short type, off_t start, off_t length) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = start;
    lock.l_len = length;
    return lock;
}

} // namespace

AddressClaims::AddressClaims() : namespace_(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC)) {}

void AddressClaims::add(const std::vector<IpAddress>& addresses) {
    std::vector<IpAddress> added;
    // The file cannot be opened for writing, so the locks are read locks, which do not exclude each other: ours are set
    // first, and then others are looked for, so that of two that start at once none misses the other.
    for (const auto& address : addresses) {
        if (claimed_.insert(address).second) {
            added.push_back(address);
            lock(F_RDLCK, address);
        }
    }
    if (!other_process(0, 0)) { // mostly nobody else has any; each question goes through all locks
        return;
    }
    for (const auto& address : added) {
        if (const auto process = other_process(byte_of(address), 1)) {
            std::ranges::for_each(added, [this](const IpAddress& one) { release(one); });
            throw std::runtime_error(
                fmt::format("another anyward (process {}) guards {} here; an address has one guard", *process,
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
    auto lock = lock_of(type, byte_of(address), 1);
    fcntl(namespace_.get(), F_SETLK, &lock);
}

std::optional<pid_t> AddressClaims::other_process(off_t start, off_t length) const {
    auto lock = lock_of(F_WRLCK, start, length);
    const bool found = fcntl(namespace_.get(), F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    return found ? std::optional(lock.l_pid) : std::nullopt;
}

} // namespace anyward
