#pragma once

#include <string>

namespace anyward {

/// @return `name`, when this host has such a user. @throws UsageError
std::string known_user(const std::string& name);

/// From here on this process is `user`, with that user's groups, CAP_NET_ADMIN and no other capability, and no exec of
/// it or of its children gains one (no_new_privs, empty bounding set). As that user already it changes nothing.
/// `folder` is made, as that user's own, where only its last part is missing.
/// @throws UsageError for who is neither root nor that user, std::system_error
void become_user(const std::string& user, const std::string& folder);

/// What this process runs with execve(2) from now on has no capability and cannot gain one.
/// @return false: it failed, errno says why
bool drop_capabilities();

} // namespace anyward
