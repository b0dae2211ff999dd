#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/check/check.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/probe/exchange.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace anyward {

/// One asking of a check. It ends with this object.
class Probe {
public:
    /// Gets the verdict from the event loop, never from within the probe's making; may destroy the probe.
    using OnVerdict = std::function<void(const Verdict&)>;

    Probe() = default;
    virtual ~Probe() = default;
    Probe(const Probe&) = delete;
    Probe& operator=(const Probe&) = delete;

    /// False after a verdict: it is still going on, and there will be another verdict.
    [[nodiscard]] virtual bool ended() const { return true; }
};

/// @param check must outlive the probe
/// @param target whom a DNS check asks; not looked at for a program
std::unique_ptr<Probe> start_probe(EventLoop& loop, const Check& check, const std::optional<ProbeTarget>& target,
                                   Duration timeout, Probe::OnVerdict on_verdict);

} // namespace anyward
