#include "anyward/check/role.hpp"

#include "anyward/base/enum_names.hpp"

namespace anyward {

namespace {

constexpr auto role_names =
    enum_names<Role>({{Role::liveness, "liveness"}, {Role::hard, "hard"}, {Role::soft, "soft"}});

} // namespace

std::string_view to_string(Role role) {
    return role_names.of(role);
}

} // namespace anyward
