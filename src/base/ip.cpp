#include "anyward/base/ip.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <netinet/in.h>

namespace anyward {

IpAddress::IpAddress(int family, const void* bytes) : family_(family) {
    std::memcpy(bytes_.data(), bytes, size());
}

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string terminated(text);
    std::array<std::uint8_t, 16> bytes{};
    for (const int family : {AF_INET, AF_INET6}) {
        if (inet_pton(family, terminated.c_str(), bytes.data()) == 1) {
            return IpAddress(family, bytes.data());
        }
    }
    return std::nullopt;
}

IpAddress IpAddress::loopback(int family) {
    if (family == AF_INET6) {
        return {AF_INET6, &in6addr_loopback};
    }
    const in_addr v4{htonl(INADDR_LOOPBACK)};
    return {AF_INET, &v4};
}

std::size_t IpAddress::size() const {
    return family_ == AF_INET6 ? sizeof(in6_addr) : sizeof(in_addr);
}

std::string IpAddress::to_string() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(family_, bytes_.data(), text.data(), text.size());
    return text.data();
}

std::string IpAddress::host_prefix() const {
    return fmt::format("{}/{}", to_string(), bits());
}

std::optional<Endpoint> Endpoint::parse(std::string_view text) {
    const auto hash = text.find('#');
    const auto address = IpAddress::parse(text.substr(0, hash));
    if (!address) {
        return std::nullopt;
    }
    Endpoint endpoint{*address};
    if (hash != std::string_view::npos) {
        const auto digits = text.substr(hash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), endpoint.port);
        if (error != std::errc{} || end != digits.data() + digits.size() || endpoint.port == 0) {
            return std::nullopt;
        }
    }
    return endpoint;
}

std::string Endpoint::to_string() const {
    return fmt::format("{}#{}", address.to_string(), port);
}

socklen_t Endpoint::to_sockaddr(sockaddr_storage& storage) const {
    storage = {};
    storage.ss_family = static_cast<sa_family_t>(address.family());
    if (address.family() == AF_INET6) {
        auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
        v6.sin6_port = htons(port);
        std::memcpy(&v6.sin6_addr, address.data(), address.size());
        return sizeof v6;
    }
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4.sin_port = htons(port);
    std::memcpy(&v4.sin_addr, address.data(), address.size());
    return sizeof v4;
}

} // namespace anyward
