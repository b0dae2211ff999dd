#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/check/check.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/probe/connection.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace anyward {

/// One asking of a check. It ends with this object.
class Probe {
public:
    /// Gets the verdict from the event loop, never from within a function of the probe, which it may destroy.
    using OnVerdict = std::function<void(const Verdict&)>;

    virtual ~Probe() = default;
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    /// False after a verdict: it is still going on, and there will be another verdict.
    [[nodiscard]] virtual bool ended() const { return true; }

protected:
    Probe(EventLoop& loop, OnVerdict on_verdict) : loop_(loop), on_verdict_(std::move(on_verdict)) {}
    [[nodiscard]] EventLoop& loop() const { return loop_; }
    void hand_over(Verdict verdict);

private:
    EventLoop& loop_;
    OnVerdict on_verdict_;
    EventLoop::Source handing_over_;
};

/// @param check must outlive the probe
/// @param target whom a DNS check asks; not looked at for a program
std::unique_ptr<Probe> start_probe(EventLoop& loop, const Check& check, const std::optional<ProbeTarget>& target,
                                   Duration timeout, Probe::OnVerdict on_verdict);

} // namespace anyward
