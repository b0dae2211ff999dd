#include "anyward/check/verdict.hpp"

#include <algorithm>
#include <cctype>

namespace anyward {

std::string_view to_string(VerdictKind kind) {
    switch (kind) {
    case VerdictKind::ok:
        return "ok";
    case VerdictKind::refused:
        return "refused";
    case VerdictKind::timeout:
        return "timeout";
    case VerdictKind::unreachable:
        return "unreachable";
    case VerdictKind::malformed:
        return "malformed";
    case VerdictKind::mismatch:
        return "mismatch";
    case VerdictKind::truncated:
        return "truncated";
    case VerdictKind::rcode:
        return "rcode";
    case VerdictKind::answer:
        return "answer";
    case VerdictKind::signature:
        return "signature";
    case VerdictKind::stale:
        return "stale";
    case VerdictKind::slow:
        return "slow";
    case VerdictKind::exec:
        return "exec";
    case VerdictKind::settle:
        return "settle";
    }
    return "unknown";
}

std::string printable(std::string text) {
    std::ranges::replace_if(
        text, [](unsigned char c) { return std::isprint(c) == 0; }, '?');
    return text;
}

} // namespace anyward
