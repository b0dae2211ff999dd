#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/check/check.hpp"
#include "anyward/probe/probe.hpp"
#include "anyward/probe/server_choice.hpp"

#include <memory>
#include <optional>

namespace anyward {

/// One asking of a check, up to the verdict on it: a probe of the server that is to be asked now and, where that is a
/// withdrawn service address that refuses, another one of loopback. It ends with this object.
class Inquiry {
public:
    /// Asks nobody yet. @param check must outlive the inquiry, as must the server
    /// @param timeout of each of the probes
    Inquiry(EventLoop& loop, const Check& check, ServerChoice& server, Duration timeout);
    Inquiry(const Inquiry&) = delete;
    Inquiry& operator=(const Inquiry&) = delete;

    /// Once. @param on_verdict gets the verdict from the event loop, never from within this call; may destroy the
    /// inquiry
    void start(Probe::OnVerdict on_verdict);
    /// False after a verdict: a program cannot be killed, and there will be another verdict.
    [[nodiscard]] bool ended() const { return probe_ == nullptr; }

private:
    void probe();
    void on_probe(const Verdict& verdict);

    EventLoop& loop_;
    const Check& check_;
    ServerChoice& server_;
    Duration timeout_;
    Probe::OnVerdict on_verdict_;
    std::optional<ProbeTarget> target_; ///< whom the probe asks
    std::optional<Verdict> first_;      ///< of the service address, where loopback is asked now
    std::unique_ptr<Probe> probe_;      ///< until it has ended
};

} // namespace anyward
