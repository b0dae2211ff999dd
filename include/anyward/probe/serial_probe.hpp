#pragma once

#include "anyward/probe/dns_probe.hpp"

#include <optional>

namespace anyward {

/// A DNS probe that also asks another server, at the same time, for the zone's serial: a good answer with an older one
/// is `stale`. Where the other server gives none the answer stays good: a primary that is away must not take all its
/// secondaries with it.
class SerialProbe : public Probe {
public:
    /// @param check has a reference; must outlive the probe
    SerialProbe(EventLoop& loop, const DnsCheck& check, const ProbeTarget& target, Duration timeout,
                OnVerdict on_verdict);

private:
    void conclude();

    Time started_;
    DnsCheck reference_check_;
    DnsProbe own_;
    DnsProbe reference_;
    std::optional<Verdict> own_verdict_;
    std::optional<Verdict> reference_verdict_;
};

} // namespace anyward
