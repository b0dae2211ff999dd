#include "anyward/config/values.hpp"

#include <algorithm>
#include <charconv>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/un.h>

namespace anyward {

namespace {

constexpr std::size_t longest_interface_name = IFNAMSIZ - 1;
constexpr std::size_t longest_socket_path = sizeof(sockaddr_un::sun_path) - 1;

enum class Switch { on, off };
constexpr auto switch_names = enum_names<Switch>({{Switch::on, "on"}, {Switch::off, "off"}});

/// Nothing for anything but a decimal number that fits.
template <typename Number> std::optional<Number> number_from(const std::string& value) {
    Number number = 0;
    const char* last = value.data() + value.size();
    const auto [end, error] = std::from_chars(value.data(), last, number);
    return error == std::errc{} && end == last ? std::optional(number) : std::nullopt;
}

bool can_serve(const IpAddress& address) {
    if (address.family() == AF_INET6) {
        const auto* v6 = reinterpret_cast<const in6_addr*>(address.data());
        return !IN6_IS_ADDR_UNSPECIFIED(v6) && !IN6_IS_ADDR_LOOPBACK(v6) && !IN6_IS_ADDR_MULTICAST(v6) &&
               !IN6_IS_ADDR_V4MAPPED(v6) && !IN6_IS_ADDR_LINKLOCAL(v6);
    }
    const unsigned first = address.data()[0];
    return first != 0 && first != 127 && first < 224;
}

bool is_file_path(const std::string& value) {
    return value.starts_with('/') && !value.ends_with('/');
}

} // namespace

Duration duration_from(const std::string& value) {
    const auto duration = parse_duration(value);
    if (!duration || *duration <= Duration::zero()) {
        throw UsageError(
            fmt::format("'{}' is no duration; a number with its unit would be, as in 200ms, 2s or 15min", value));
    }
    return *duration;
}

Duration duration_or_none_from(const std::string& value) {
    return parse_duration(value) == Duration::zero() ? Duration::zero() : duration_from(value);
}

unsigned count_from(const std::string& value, std::string_view would_be) {
    const auto count = number_from<unsigned>(value);
    if (!count || *count < 1 || *count > 1000) {
        throw UsageError(fmt::format("'{}' is not known; {} would be", value, would_be));
    }
    return *count;
}

std::uint32_t metric_from(const std::string& value) {
    const auto metric = number_from<std::uint32_t>(value);
    if (!metric) {
        throw UsageError(fmt::format("'{}' is no metric, a number from 0 to 4294967295", value));
    }
    return *metric;
}

bool switch_from(const std::string& value) {
    return choice_from(value, switch_names) == Switch::on;
}

LogLevel known_log_level(const std::string& value) {
    const auto level = log_level_from(value);
    if (!level) {
        throw UsageError(fmt::format("'{}' is not known; error, warning, info or debug would be", value));
    }
    return *level;
}

IpAddress service_address_from(const std::string& value) {
    const auto slash = std::min(value.find('/'), value.size());
    const auto address = IpAddress::parse(std::string_view(value).substr(0, slash));
    if (!address) {
        throw UsageError(fmt::format("'{}' is no address; 192.0.2.53/32 or 2001:db8::53/128 would be", value));
    }
    const auto wanted = fmt::format("/{}", address->bits());
    if (slash != value.size() && value.substr(slash) != wanted) {
        throw UsageError(fmt::format("'{}' has another length than {}; a service address is a single one: {}{}", value,
                                     wanted, address->to_string(), wanted));
    }
    if (!can_serve(*address)) {
        throw UsageError(fmt::format("'{}' cannot be a service address (unspecified, loopback, multicast, reserved or "
                                     "link-local IPv6)",
                                     value));
    }
    return *address;
}

std::optional<Endpoint> server_from(const std::string& value) {
    if (value == "auto") {
        return std::nullopt;
    }
    const auto server = Endpoint::parse(value);
    if (!server) {
        throw UsageError(fmt::format("'{}' is no server; auto, ADDRESS or ADDRESS#PORT would be", value));
    }
    return server;
}

std::optional<unsigned> require_from(const std::string& value) {
    if (value == "all") {
        return std::nullopt;
    }
    return value == "any" ? 1U : count_from(value, "all, any or a number from 1 to 1000");
}

std::string instance_name_from(const std::string& value) {
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:._-";
    if (value.empty() || value.find_first_not_of(allowed) != std::string::npos) {
        throw UsageError(fmt::format("'{}' is no instance name; letters, digits and : . _ - make one", value));
    }
    return value;
}

std::string interface_name_from(const std::string& value) {
    // dev_valid_name() of the kernel; a colon would be an alias, which is a label.
    if (value.empty() || value.size() > longest_interface_name || value.find_first_of("/: \t") != std::string::npos) {
        throw UsageError(fmt::format("'{}' is no interface name (at most {} characters, no blank, / or :); aliases "
                                     "such as lo:1 go to --label",
                                     value, longest_interface_name));
    }
    return value;
}

std::string file_path_from(const std::string& value, std::string_view would_be) {
    if (!is_file_path(value)) {
        throw UsageError(fmt::format("'{}' is no path of a file from / on; {} would be", value, would_be));
    }
    return value;
}

std::string socket_path_from(const std::string& value) {
    if (!is_file_path(value) || value.size() > longest_socket_path) {
        throw UsageError(fmt::format("'{}' is no path of a socket, from / on and of at most {} characters", value,
                                     longest_socket_path));
    }
    return value;
}

} // namespace anyward
