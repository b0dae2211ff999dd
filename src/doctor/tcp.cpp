#include "anyward/doctor/tcp.hpp"

#include "anyward/base/event_loop.hpp"
#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/probe/check_runner.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <utility>

namespace anyward::doctor {

namespace {

/// The question as it is, and over TCP.
struct BothWays {
    PlannedProbe probe;
    Check udp;
    Check tcp;
    std::vector<std::unique_ptr<CheckRunner>> runners{};
    std::optional<Verdict> udp_verdict{};
    std::optional<Verdict> tcp_verdict{};
};

Check asked_over(const Check& check, bool tcp) {
    auto copy = check;
    auto& dns = std::get<DnsCheck>(copy.what);
    dns.over_tcp = tcp;
    dns.reference.reset();
    return copy;
}

Presence presence_of(const Settings& settings, const KernelState& kernel, const IpAddress& address) {
    return {.announced = announced(settings, kernel).contains(address),
            .held = std::ranges::find(kernel.holds, address) != kernel.holds.end()};
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

    EventLoop loop;
    std::vector<BothWays> all;
    for (auto& probe : planned) {
        all.push_back({std::move(probe), asked_over(*first, false), asked_over(*first, true)});
    }
    auto waiting = 2 * all.size();
    const auto ask = [&](BothWays& one, const Check& check, std::optional<Verdict>& verdict) {
        auto once = one.probe.timing;
        once.interval = std::chrono::hours(24); // longer than any timeout: it is asked once
        once.confirms_early = false;
        auto runner = std::make_unique<CheckRunner>(loop, check, one.probe.server, once, [&](const Verdict& heard) {
            if (!std::exchange(verdict, heard) && --waiting == 0) {
                loop.stop();
            }
            return Pace::steady;
        });
        if (const auto& service = one.probe.server.service()) {
            runner->set_presence(presence_of(settings, kernel, service->address));
        }
        runner->start(Pace::steady);
        one.runners.push_back(std::move(runner));
    };
    for (auto& one : all) {
        ask(one, one.udp, one.udp_verdict);
        ask(one, one.tcp, one.tcp_verdict);
    }
    loop.run();
    std::vector<Asked> asked;
    for (const auto& one : all) {
        asked.push_back({one.probe.check->spec, *one.udp_verdict, *one.tcp_verdict});
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
