#include "anyward/check/role.hpp"

namespace anyward {

std::string_view to_string(Role role) {
    switch (role) {
    case Role::liveness:
        return "liveness";
    case Role::hard:
        return "hard";
    case Role::soft:
        return "soft";
    }
    return "unknown";
}

} // namespace anyward
