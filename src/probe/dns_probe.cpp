#include "anyward/probe/dns_probe.hpp"

#include <cerrno>
#include <fmt/format.h>
#include <sys/random.h>
#include <system_error>
#include <utility>

namespace anyward {

namespace {

template <typename Number> Number random_number() {
    Number number = 0;
    if (getrandom(&number, sizeof number, 0) != sizeof number) {
        throw std::system_error(errno, std::generic_category(), "getrandom");
    }
    return number;
}

} // namespace

DnsProbe::DnsProbe(EventLoop& loop, const DnsCheck& check, const ProbeTarget& target, Duration timeout,
                   OnVerdict on_verdict)
    : Probe(loop, std::move(on_verdict)), check_(check), target_(target), question_(check.question),
      id_(random_number<std::uint16_t>()), sent_(EventLoop::now()), timeout_(timeout),
      deadline_(loop.timer([this] { on_deadline(); })) {
    question_.name = with_random_label(std::move(question_.name), random_number<std::uint64_t>); // no cache knows it
    bytes_ = question_bytes(question_, id_);
    deadline_.arm(sent_ + timeout_);
    if (check.over_tcp) {
        ask_over_tcp();
    } else if (auto failure = udp_.emplace(events()).start(loop, target_, bytes_)) {
        finish(failure->kind, std::move(failure->detail));
    }
}

void DnsProbe::ask_over_tcp() {
    udp_.reset(); // a second datagram is nothing to us now
    if (const auto failure = tcp_.emplace(events()).start(loop(), target_, bytes_)) {
        auto told = over_tcp(*failure);
        finish(told.kind, std::move(told.detail));
    }
}

/// A failure of the exchange over TCP. Where that was to bring what was truncated over UDP, the server is there.
ExchangeFailure DnsProbe::over_tcp(const ExchangeFailure& failure) const {
    if (check_.over_tcp) {
        return {failure.kind, fmt::format("over TCP: {}", failure.detail)};
    }
    return {VerdictKind::truncated, fmt::format("truncated, and over TCP: {}", failure.detail)};
}

ExchangeEvents DnsProbe::events() {
    return {.on_message = [this](std::span<const std::uint8_t> message) { on_message(message); },
            .on_failure =
                [this](const ExchangeFailure& failure) {
                    auto told = tcp_ ? over_tcp(failure) : failure;
                    finish(told.kind, std::move(told.detail));
                }};
}

void DnsProbe::on_message(std::span<const std::uint8_t> message) {
    if (finished_) {
        return;
    }
    auto reading = read_answer(message, question_, id_, check_.expect, std::chrono::system_clock::now());
    auto detail = fmt::format("{}: {}{}", target_.server.to_string(), tcp_ ? "over TCP: " : "", reading.detail);
    const auto taken = std::chrono::duration_cast<Duration>(EventLoop::now() - sent_);
    serial_ = reading.serial;
    if (!reading.ours) {
        at_deadline_ = ExchangeFailure{reading.kind, std::move(detail)};
    } else if (reading.kind == VerdictKind::truncated && !tcp_) {
        at_deadline_ = ExchangeFailure{
            VerdictKind::truncated,
            fmt::format("{}: truncated, and no answer over TCP within the timeout", target_.server.to_string())};
        switching_ = loop().defer([this] { ask_over_tcp(); });
    } else if (reading.kind == VerdictKind::ok && check_.longest && taken > *check_.longest) {
        finish(VerdictKind::slow, fmt::format("{} in {}, wanted within {}", detail, format_elapsed(taken),
                                              format_duration(*check_.longest)));
    } else {
        finish(reading.kind, std::move(detail));
    }
}

void DnsProbe::on_deadline() {
    if (at_deadline_) {
        finish(at_deadline_->kind, std::move(at_deadline_->detail));
        return;
    }
    finish(VerdictKind::timeout,
           fmt::format("{} did not answer within {}", target_.server.to_string(), format_duration(timeout_)));
}

void DnsProbe::finish(VerdictKind kind, std::string detail) {
    if (std::exchange(finished_, true)) {
        return;
    }
    hand_over({kind, std::move(detail), std::chrono::duration_cast<Duration>(EventLoop::now() - sent_)});
}

} // namespace anyward
