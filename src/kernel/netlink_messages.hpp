#pragma once

#include "netlink_socket.hpp"

#include "anyward/kernel/change.hpp"

namespace anyward {

/// The request that makes a change, without its sequence number. @throws std::runtime_error
NetlinkMessage to_message(const Change& change);

} // namespace anyward
