#include "anyward/check/verdict.hpp"

#include "anyward/base/enum_names.hpp"

namespace anyward {

namespace {

constexpr auto kind_names = enum_names<VerdictKind>({{VerdictKind::ok, "ok"},
                                                     {VerdictKind::refused, "refused"},
                                                     {VerdictKind::timeout, "timeout"},
                                                     {VerdictKind::unreachable, "unreachable"},
                                                     {VerdictKind::malformed, "malformed"},
                                                     {VerdictKind::mismatch, "mismatch"},
                                                     {VerdictKind::truncated, "truncated"},
                                                     {VerdictKind::rcode, "rcode"},
                                                     {VerdictKind::answer, "answer"},
                                                     {VerdictKind::signature, "signature"},
                                                     {VerdictKind::stale, "stale"},
                                                     {VerdictKind::slow, "slow"},
                                                     {VerdictKind::exec, "exec"},
                                                     {VerdictKind::settle, "settle"}});

} // namespace

std::string_view to_string(VerdictKind kind) {
    return kind_names.of(kind);
}

std::optional<VerdictKind> verdict_kind_from(std::string_view name) {
    return kind_names.value_from(name);
}

} // namespace anyward
