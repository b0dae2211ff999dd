#include "anyward/probe/ask_once.hpp"

#include "anyward/base/event_loop.hpp"
#include "anyward/probe/inquiry.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

namespace anyward {

std::vector<Verdict> ask_once(std::vector<PlannedProbe> probes, std::span<const Presence> presence) {
    EventLoop loop;
    std::deque<Inquiry> inquiries; // they stay where they are
    std::vector<EventLoop::Source> starts;
    std::deque<std::optional<Verdict>> heard;
    auto waiting = probes.size();
    for (auto& probe : probes) {
        if (probe.address) {
            probe.server.set_presence(presence[*probe.address]);
        }
        auto& inquiry = inquiries.emplace_back(loop, *probe.check, probe.server, probe.timing.timeout);
        const auto on_verdict = [&loop, &waiting, &verdict = heard.emplace_back()](const Verdict& now) {
            // A program that cannot be killed says so again.
            if (!std::exchange(verdict, now) && --waiting == 0) {
                loop.stop();
            }
        };
        // From the loop, which reads an answer before it asks the next: no probe takes longer for those after it.
        starts.push_back(loop.timer([&inquiry, on_verdict] { inquiry.start(on_verdict); }));
        starts.back().arm(EventLoop::now());
    }
    if (waiting > 0) {
        loop.run();
    }
    std::vector<Verdict> verdicts;
    for (const auto& verdict : heard) {
        verdicts.push_back(verdict.value());
    }
    return verdicts;
}

} // namespace anyward
