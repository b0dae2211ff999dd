#include "anyward/probe/inquiry.hpp"

#include <utility>

namespace anyward {

Inquiry::Inquiry(EventLoop& loop, const Check& check, ServerChoice& server, Duration timeout)
    : loop_(loop), check_(check), server_(server), timeout_(timeout) {}

void Inquiry::start(Probe::OnVerdict on_verdict) {
    on_verdict_ = std::move(on_verdict);
    target_ = server_.target();
    probe();
}

void Inquiry::probe() {
    probe_ = start_probe(loop_, check_, target_, timeout_, [this](const Verdict& verdict) { on_probe(verdict); });
}

void Inquiry::on_probe(const Verdict& verdict) {
    if (auto next = first_ ? std::nullopt : server_.fallback(verdict)) {
        first_ = verdict;
        target_ = std::move(*next);
        probe();
        return;
    }
    const auto concluded = server_.conclude(target_, verdict, first_);
    if (probe_->ended()) {
        probe_.reset(); // its sockets would keep the loop busy for as long as somebody keeps this
    }
    const auto on_verdict = on_verdict_; // the call may destroy this
    on_verdict(concluded);
}

} // namespace anyward
