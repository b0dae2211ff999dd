#include "anyward/base/user.hpp"

#include "anyward/base/usage_error.hpp"

#include <cap-ng.h>
#include <cerrno>
#include <fmt/format.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace anyward {

namespace {

constexpr mode_t folder_mode = 0755;

const passwd& entry_of(const std::string& name) {
    errno = 0;
    const auto* entry = getpwnam(name.c_str());
    if (entry == nullptr) {
        throw UsageError(fmt::format("'{}' is no user of this host; name one that is, or add it with "
                                     "'adduser --system'",
                                     name));
    }
    return *entry;
}

[[noreturn]] void fail(const std::string& doing) {
    throw std::system_error(errno, std::generic_category(), "--user: " + doing);
}

} // namespace

std::string known_user(const std::string& name) {
    entry_of(name);
    return name;
}

void become_user(const std::string& user, const std::string& folder) {
    const auto& entry = entry_of(user);
    if (geteuid() == entry.pw_uid) {
        return;
    }
    if (geteuid() != 0) {
        throw UsageError(
            fmt::format("--user: only root can become {}; start anyward as root, or leave --user out", user));
    }
    // One that is there belongs to whom it belongs.
    if (mkdir(folder.c_str(), folder_mode) == 0 && lchown(folder.c_str(), entry.pw_uid, entry.pw_gid) != 0) {
        fail("giving away " + folder);
    }
    capng_clear(CAPNG_SELECT_BOTH);
    capng_update(CAPNG_ADD, static_cast<capng_type_t>(CAPNG_EFFECTIVE | CAPNG_PERMITTED), CAP_NET_ADMIN);
    errno = 0;
    if (capng_change_id(static_cast<int>(entry.pw_uid), static_cast<int>(entry.pw_gid),
                        static_cast<capng_flags_t>(CAPNG_INIT_SUPP_GRP | CAPNG_CLEAR_BOUNDING)) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
        fail("becoming " + user);
    }
}

/// What exec leaves (capabilities(7)): to root all of them, unless no_new_privs forbids more than there were before; to
/// others the ambient ones. So for others it does no harm where a system call filter, as in our units, refuses capset.
bool drop_capabilities() {
    capng_clear(CAPNG_SELECT_ALL);
    return capng_apply(CAPNG_SELECT_AMBIENT) == 0 && (capng_apply(CAPNG_SELECT_CAPS) == 0 || geteuid() != 0) &&
           prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

} // namespace anyward
