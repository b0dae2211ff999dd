#include "anyward/doctor/tcp.hpp"

#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/kernel/presence.hpp"
#include "anyward/probe/ask_once.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <variant>

namespace anyward::doctor {

namespace {

Check asked_over(const Check& check, bool tcp) {
    auto copy = check;
    auto& dns = std::get<DnsCheck>(copy.what);
    dns.over_tcp = tcp;
    dns.reference.reset();
    return copy;
}

} // namespace

std::vector<Asked> ask_both_ways(const Settings& settings, const KernelState& kernel) {
    auto planned = plan_probes(settings);
    std::erase_if(planned, [](const auto& probe) { return !std::holds_alternative<DnsCheck>(probe.check->what); });
    if (planned.empty()) {
        throw NotLookedAt("no check is a question");
    }
    const auto* first = planned.front().check;
    std::erase_if(planned, [first](const auto& probe) { return probe.check != first; });

    const auto udp = asked_over(*first, false);
    const auto tcp = asked_over(*first, true);
    std::vector<PlannedProbe> both_ways;
    for (auto& probe : planned) {
        for (const auto* check : {&udp, &tcp}) {
            probe.check = check;
            both_ways.push_back(probe);
        }
    }
    const auto presence =
        presence_of(settings.addresses, kernel.interface_index, kernel.addresses, kernel.holds, Clock::now());
    const auto verdicts = ask_once(both_ways, presence);
    std::vector<Asked> asked;
    for (std::size_t i = 0; i < verdicts.size(); i += 2) {
        asked.push_back({first->spec, verdicts[i], verdicts[i + 1]});
    }
    return asked;
}

Findings examine_tcp(const std::vector<Asked>& all) {
    const auto answers = [](const Asked& asked) { return asked.udp.kind == VerdictKind::ok; };
    if (std::ranges::none_of(all, answers)) {
        const auto& udp = all.front().udp;
        throw NotLookedAt(fmt::format("{}: {}", to_string(udp.kind), udp.detail));
    }
    Findings findings;
    for (const auto& asked : all) {
        if (answers(asked) && asked.tcp.kind != VerdictKind::ok) {
            findings.push_back({kind::server_without_tcp,
                                fmt::format("the nameserver answers '{}' over UDP, but not over TCP ({}: {}): long "
                                            "answers are lost, and its death is noticed later",
                                            asked.spec, to_string(asked.tcp.kind), asked.tcp.detail),
                                "let the nameserver, and a packet filter before it, take TCP on port 53 (RFC 7766)"});
        }
    }
    return findings;
}

} // namespace anyward::doctor
