#include "anyward/probe/server_choice.hpp"

#include <fmt/format.h>
#include <utility>

namespace anyward {

ServerChoice::ServerChoice(std::optional<Endpoint> service, std::optional<Endpoint> other, bool falls_back,
                           std::string interface)
    : service_(std::move(service)), other_(std::move(other)), falls_back_(falls_back),
      interface_(std::move(interface)) {}

ServerChoice ServerChoice::none() {
    return {std::nullopt, std::nullopt, false, {}};
}

ServerChoice ServerChoice::fixed(const Endpoint& server) {
    return {std::nullopt, server, false, {}};
}

ServerChoice ServerChoice::own(const Endpoint& server, std::string interface) {
    return {server, server, false, std::move(interface)};
}

ServerChoice ServerChoice::automatic(const std::optional<IpAddress>& service, std::string interface) {
    const Endpoint loopback{IpAddress::loopback(service ? service->family() : AF_INET)};
    return {service ? std::optional(Endpoint{*service}) : std::nullopt, loopback, service.has_value(),
            std::move(interface)};
}

bool ServerChoice::set_presence(const Presence& presence) {
    if (presence.announced == presence_.announced && presence.held == presence_.held) {
        return false;
    }
    const auto before = target();
    presence_ = presence;
    return service_ && target() != before;
}

std::optional<ProbeTarget> ServerChoice::target() const {
    const bool askable = presence_.announced || presence_.held;
    if (!service_ || (falls_back_ && !askable)) {
        return other_ ? std::optional(ProbeTarget{.server = *other_}) : std::nullopt;
    }
    // A held address is reachable through lo, an announced one through the interface that has it.
    return ProbeTarget::at_home(*service_, presence_.announced ? interface_ : "lo");
}

std::optional<ProbeTarget> ServerChoice::fallback(const Verdict& verdict) const {
    const bool not_there = verdict.kind == VerdictKind::refused || verdict.kind == VerdictKind::unreachable;
    if (!falls_back_ || presence_.announced || !not_there || target()->server == *other_) {
        return std::nullopt;
    }
    return ProbeTarget{.server = *other_};
}

Verdict ServerChoice::conclude(const std::optional<ProbeTarget>& asked, Verdict verdict,
                               const std::optional<Verdict>& first) const {
    if (!falls_back_ || asked->server != *other_) {
        return verdict;
    }
    verdict.from_loopback = true;
    if (verdict.kind == VerdictKind::ok && !loopback_counts_) {
        verdict.kind = VerdictKind::settle;
        verdict.detail = fmt::format("{} answers, but {} did not after the last announcement; waiting for a restart of "
                                     "the nameserver",
                                     other_->to_string(), service_->to_string());
    } else if (verdict.kind != VerdictKind::ok && first) {
        verdict.detail = fmt::format("{}; {}", first->detail, verdict.detail);
    }
    return verdict;
}

} // namespace anyward
