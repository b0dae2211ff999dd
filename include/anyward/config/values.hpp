#pragma once

#include "anyward/base/enum_names.hpp"
#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/base/time.hpp"
#include "anyward/base/usage_error.hpp"

#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <string>
#include <string_view>

/// The values of flags, from the text that the operator wrote. Each throws UsageError with what is wrong, and what
/// would be right, without the flag's name.
namespace anyward {

/// More than nothing.
Duration duration_from(const std::string& value);
/// The same, and `0s`.
Duration duration_or_none_from(const std::string& value);

/// From 1 to 1000. @param would_be what the error says is right
unsigned count_from(const std::string& value, std::string_view would_be = "a number from 1 to 1000");
std::uint32_t metric_from(const std::string& value);

/// `on` or `off`.
bool switch_from(const std::string& value);
LogLevel known_log_level(const std::string& value);

/// What may be announced, with or without /32 or /128.
IpAddress service_address_from(const std::string& value);
/// Nothing for `auto`.
std::optional<Endpoint> server_from(const std::string& value);
/// How many must pass; nothing for `all`.
std::optional<unsigned> require_from(const std::string& value);

/// Each returns the value as it is.
std::string instance_name_from(const std::string& value);
std::string interface_name_from(const std::string& value);
/// An absolute path. @param would_be an example of one
std::string file_path_from(const std::string& value, std::string_view would_be);
std::string socket_path_from(const std::string& value);

/// One of the names in a table, see enum_names().
template <typename Enum, std::size_t N> Enum choice_from(const std::string& value, const EnumNames<Enum, N>& table) {
    if (const auto choice = table.value_from(value)) {
        return *choice;
    }
    throw UsageError(fmt::format("'{}' is not known; {} would be", value, fmt::join(table.names, " or ")));
}

} // namespace anyward
