#pragma once

#include "anyward/base/time.hpp"

#include <cstdint>
#include <optional>

namespace anyward {

/// What the kernel has of one service address.
struct Presence {
    bool announced = false;        ///< on the interface
    std::uint32_t metric = 0;      ///< with this route priority
    std::uint32_t flags = 0;       ///< and these, IFA_F_*
    std::optional<Time> expires{}; ///< when the kernel deletes it by itself; none: never
    bool held = false;             ///< reachable on this host through the hold route
};

} // namespace anyward
