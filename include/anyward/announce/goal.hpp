#pragma once

#include "anyward/announce/lease.hpp"
#include "anyward/base/time.hpp"
#include "anyward/health/decision.hpp"

#include <cstdint>
#include <optional>

namespace anyward {

/// All that is wanted of the kernel.
struct Goal {
    Wanted wanted;
    std::uint32_t metric = 0;       ///< to announce with; an adopted address keeps its own until another is wanted
    std::optional<Time> evidence{}; ///< as Decision::evidence
    bool hold = false;              ///< every service address has its hold route
    std::optional<Lease> lease{};   ///< of what is announced; none: for ever, once something has passed
    bool keep = false;              ///< what is announced is announced for ever in any case (--on-exit keep)
};

} // namespace anyward
