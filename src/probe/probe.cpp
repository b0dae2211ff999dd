#include "anyward/probe/probe.hpp"

#include "anyward/probe/command_probe.hpp"
#include "anyward/probe/dns_probe.hpp"
#include "anyward/probe/serial_probe.hpp"

#include <utility>
#include <variant>

namespace anyward {

void Probe::hand_over(Verdict verdict) {
    handing_over_ = loop_.defer([on_verdict = on_verdict_, verdict = std::move(verdict)] { on_verdict(verdict); });
}

std::unique_ptr<Probe> start_probe(EventLoop& loop, const Check& check, const std::optional<ProbeTarget>& target,
                                   Duration timeout, Probe::OnVerdict on_verdict) {
    if (const auto* program = std::get_if<Program>(&check.what)) {
        return std::make_unique<CommandProbe>(loop, *program, timeout, std::move(on_verdict));
    }
    const auto& dns = std::get<DnsCheck>(check.what);
    if (dns.reference) {
        return std::make_unique<SerialProbe>(loop, dns, target.value(), timeout, std::move(on_verdict));
    }
    return std::make_unique<DnsProbe>(loop, dns, target.value(), timeout, std::move(on_verdict));
}

} // namespace anyward
