#pragma once

#include <string_view>

namespace anyward {

/// What a check decides.
enum class Role {
    liveness, ///< always required
    hard,     ///< required as --require says
    soft,     ///< can only make us degraded
};
std::string_view to_string(Role role);

} // namespace anyward
