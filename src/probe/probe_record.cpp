#include "anyward/probe/probe_record.hpp"

namespace anyward {

void ProbeRecord::add(const Verdict& verdict, WallTime now) {
    const bool passed = verdict.kind == VerdictKind::ok;
    const bool as_before = last && (last->kind == VerdictKind::ok) == passed;
    ++probes;
    failures += passed ? 0 : 1;
    total += verdict.rtt;
    consecutive = as_before ? consecutive + 1 : 1;
    last = verdict;
    at = now;
    recent.push_back({verdict.kind, verdict.rtt});
    if (recent.size() > most_recent) {
        recent.pop_front();
    }
}

std::optional<VerdictKind> ProbeRecord::before_last() const {
    return recent.size() < 2 ? std::nullopt : std::optional(recent[recent.size() - 2].kind);
}

} // namespace anyward
