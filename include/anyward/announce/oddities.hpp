#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/log.hpp"
#include "anyward/kernel/netlink.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace anyward {

using LogLine = std::pair<LogLevel, std::string>;
/// What is told once, until it is otherwise.
using LogLines = std::set<LogLine>;

/// As anyward puts a service address on an interface.
struct UsualForm {
    std::string interface;
    unsigned interface_index;            ///< 0: there is none
    std::string label;                   ///< empty: none
    std::optional<std::uint32_t> metric; ///< none: any will do
};

/// What is odd about the service addresses that the kernel has: on another interface, in another form.
LogLines oddities(const std::vector<IpAddress>& addresses, std::span<const InterfaceAddress> found,
                  const UsualForm& usual);

} // namespace anyward
