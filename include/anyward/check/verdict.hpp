#pragma once

#include "anyward/base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anyward {

/// How a probe ended: ok, or the kind of failure. The names are part of the command line's contract.
enum class VerdictKind {
    ok,
    refused,     ///< nothing listens: ICMP port unreachable (ECONNREFUSED)
    timeout,     ///< no answer within the deadline
    unreachable, ///< the question could not be sent
    malformed,   ///< bytes that are no DNS response
    mismatch,    ///< a response to another question (id, name, class or type)
    truncated,   ///< over UDP, and there was no better answer over TCP
    rcode,       ///< answered, with an RCODE that was not wanted
    answer,      ///< answered, without the records or the AD bit that were wanted
    signature,   ///< a signature is missing, not valid, or not for as long as was wanted
    stale,       ///< the zone's serial is behind that of the server it is compared with
    slow,        ///< a good answer, later than wanted
    exec,        ///< a program did not end with status 0
    settle,      ///< announced, and the service address did not answer in time
};

std::string_view to_string(VerdictKind kind);
/// Nothing for what is no name of one.
std::optional<VerdictKind> verdict_kind_from(std::string_view name);

/// What came of one probe, and why.
struct Verdict {
    VerdictKind kind;
    std::string detail;         ///< what a person can act on; one line
    Duration rtt{};             ///< from the question's sending to the verdict
    bool from_loopback = false; ///< which was asked in the place of the service address
};

} // namespace anyward
