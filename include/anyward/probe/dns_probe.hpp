#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/check/check.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/probe/exchange.hpp"
#include "anyward/probe/probe.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anyward {

/// One asking of a check, from a socket, a source port and an id of its own, over UDP or, where the check says so
/// or the answer was truncated, TCP. Only a response from the server's address and port, with that id and question,
/// is taken for the answer.
class DnsProbe : public Probe {
public:
    /// @param check must outlive the probe
    DnsProbe(EventLoop& loop, const DnsCheck& check, const ProbeTarget& target, Duration timeout, OnVerdict on_verdict);

    /// Of the SOA record in the answer, where that was good.
    [[nodiscard]] std::optional<std::uint32_t> serial() const { return serial_; }

private:
    void ask_over_tcp();
    void on_message(std::span<const std::uint8_t> message);
    [[nodiscard]] ExchangeFailure over_tcp(const ExchangeFailure& failure) const;
    void on_deadline();
    void finish(VerdictKind kind, std::string detail);
    [[nodiscard]] ExchangeEvents events();

    const DnsCheck& check_;
    ProbeTarget target_;
    Question question_; ///< the check's, with {random} replaced
    std::uint16_t id_;
    std::vector<std::uint8_t> bytes_;
    Time sent_;
    std::optional<UdpExchange> udp_;
    std::optional<TcpExchange> tcp_;
    Duration timeout_;
    EventLoop::Source deadline_;
    EventLoop::Source switching_; ///< from UDP to TCP
    bool finished_ = false;       ///< what comes later, while somebody keeps the probe, is not looked at
    std::optional<std::uint32_t> serial_;
    std::optional<ExchangeFailure> at_deadline_; ///< if nothing better comes; none: there was no answer
};

} // namespace anyward
