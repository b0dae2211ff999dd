#include "anyward/probe/serial_probe.hpp"

#include "anyward/check/serial.hpp"

#include <fmt/format.h>
#include <utility>

namespace anyward {

namespace {

/// The same question to the other server; there only has to be an answer.
DnsCheck reference_check(const DnsCheck& check) {
    DnsCheck plain{.question = check.question, .expect = {}, .server = check.reference, .longest = {}, .reference = {}};
    plain.question.dnssec_ok = false;
    plain.expect.records = 1;
    return plain;
}

} // namespace

SerialProbe::SerialProbe(EventLoop& loop, const DnsCheck& check, const ProbeTarget& target, Duration timeout,
                         OnVerdict on_verdict)
    : Probe(loop, std::move(on_verdict)), started_(EventLoop::now()), reference_check_(reference_check(check)),
      own_(loop, check, target, timeout,
           [this](const Verdict& verdict) {
               own_verdict_ = verdict;
               conclude();
           }),
      reference_(loop, reference_check_, {.server = *reference_check_.server}, timeout, [this](const Verdict& verdict) {
          reference_verdict_ = verdict;
          conclude();
      }) {}

void SerialProbe::conclude() {
    if (!own_verdict_ || (own_verdict_->kind == VerdictKind::ok && !reference_verdict_)) {
        return;
    }
    auto verdict = *own_verdict_;
    const auto serial = own_.serial();
    const auto other = reference_.serial();
    if (verdict.kind == VerdictKind::ok && serial && other) {
        const bool behind = is_behind(*serial, *other);
        verdict.kind = behind ? VerdictKind::stale : VerdictKind::ok;
        verdict.detail += fmt::format(", serial {}, {}behind {} of {}", *serial, behind ? "" : "not ", *other,
                                      reference_check_.server->to_string());
    } else if (verdict.kind == VerdictKind::ok) {
        verdict.detail += fmt::format(", serial not compared: {}", reference_verdict_->detail);
    }
    verdict.rtt = std::chrono::duration_cast<Duration>(EventLoop::now() - started_);
    hand_over(std::move(verdict));
}

} // namespace anyward
