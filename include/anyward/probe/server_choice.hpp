#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/kernel/presence.hpp"
#include "anyward/probe/exchange.hpp"

#include <optional>
#include <string>

namespace anyward {

/// Whom one check asks, as things stand.
///
/// A service address is asked at home, so that no other node's answer is taken for this one's. With
/// `--server auto` that is while it is announced or held; while it is withdrawn and refuses (BIND binds only
/// after the announcement), or is not held, loopback is asked instead, where its answers count.
class ServerChoice {
public:
    /// A check that asks no server.
    static ServerChoice none();
    static ServerChoice fixed(const Endpoint& server);
    /// An own service address, named by the operator.
    static ServerChoice own(const Endpoint& server, std::string interface);
    /// @param service the first service address of its family; none: there is only loopback to ask
    static ServerChoice automatic(const std::optional<IpAddress>& service, std::string interface);

    /// The service address that is asked, if one is.
    [[nodiscard]] const std::optional<Endpoint>& service() const { return service_; }
    /// Whom the check is about: the service address, or the server that was named.
    [[nodiscard]] const std::optional<Endpoint>& about() const { return service_ ? service_ : other_; }
    /// @return whether another server is asked from now on
    bool set_presence(const Presence& presence);
    /// Whether a good answer of loopback is one on the check; else it is a `settle`.
    void set_loopback_counts(bool counts) { loopback_counts_ = counts; }

    /// Whom to ask now; none for a check that asks no server.
    [[nodiscard]] std::optional<ProbeTarget> target() const;
    /// Whom to ask next when `target()` gave this verdict, before there is a verdict on the check.
    [[nodiscard]] std::optional<ProbeTarget> fallback(const Verdict& verdict) const;
    /// The verdict on the check. @param first what the service address said before loopback was asked
    [[nodiscard]] Verdict conclude(const std::optional<ProbeTarget>& asked, Verdict verdict,
                                   const std::optional<Verdict>& first) const;

private:
    ServerChoice(std::optional<Endpoint> service, std::optional<Endpoint> other, bool falls_back,
                 std::string interface);

    std::optional<Endpoint> service_;
    std::optional<Endpoint> other_; ///< asked where there is no service address to ask
    bool falls_back_;               ///< to `other_`, which is loopback
    std::string interface_;
    Presence presence_{};
    bool loopback_counts_ = true;
};

} // namespace anyward
