#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <sys/socket.h>

namespace anyward {

/// An IPv4 or IPv6 address, without a prefix length: a service address is always a host (/32, /128).
class IpAddress {
public:
    /// Reads the textual form that inet_pton(3) takes; nothing when it is not one.
    static std::optional<IpAddress> parse(std::string_view text);
    /// @param family AF_INET or AF_INET6  @param bytes 4 or 16 bytes in network order, copied
    IpAddress(int family, const void* bytes);

    static IpAddress loopback(int family);

    [[nodiscard]] int family() const { return family_; }
    /// 32 or 128.
    [[nodiscard]] unsigned bits() const { return static_cast<unsigned>(size() * 8); }
    [[nodiscard]] const std::uint8_t* data() const { return bytes_.data(); }
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::string to_string() const;
    /// With its length as a host: "192.0.2.53/32", "2001:db8::53/128".
    [[nodiscard]] std::string host_prefix() const;

    // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 sees a 0 in it
    auto operator<=>(const IpAddress&) const = default;

private:
    int family_;
    std::array<std::uint8_t, 16> bytes_{};
};

/// An address and a port, written ADDRESS#PORT as dig does.
struct Endpoint {
    IpAddress address;
    std::uint16_t port = 53;

    /// Reads ADDRESS[#PORT]; nothing when it is not one or the port is 0.
    static std::optional<Endpoint> parse(std::string_view text);
    [[nodiscard]] std::string to_string() const;
    /// @return the length of what was written to `storage`
    socklen_t to_sockaddr(sockaddr_storage& storage) const;

    bool operator==(const Endpoint&) const = default;
};

} // namespace anyward
