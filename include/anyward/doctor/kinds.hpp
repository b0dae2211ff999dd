#pragma once

#include "anyward/doctor/finding.hpp"

/// Everything that can be found: first what stops an announcement or a withdrawal, then what misleads. Names are for
/// ever. test/lint/findings.sh compares these lines with the paragraphs of anyward-doctor(8).
namespace anyward::doctor::kind {

inline constexpr Kind capability_missing{"capability-missing", Severity::error};
inline constexpr Kind address_elsewhere{"address-elsewhere", Severity::error};
inline constexpr Kind address_noprefixroute{"address-noprefixroute", Severity::warning};
inline constexpr Kind frr_redistribute_link_local{"frr-redistribute-link-local", Severity::error};
inline constexpr Kind frr_not_announced{"frr-not-announced", Severity::error};
inline constexpr Kind frr_no_import_check{"frr-no-import-check", Severity::error};
inline constexpr Kind frr_other_route{"frr-other-route", Severity::error};
inline constexpr Kind frr_suppress_fib_pending{"frr-suppress-fib-pending", Severity::error};
inline constexpr Kind frr_metric_not_sent{"frr-metric-not-sent", Severity::warning};
inline constexpr Kind frr_metric_only_med{"frr-metric-only-med", Severity::warning};
inline constexpr Kind ifupdown_address{"ifupdown-address", Severity::warning};
inline constexpr Kind networkd_address{"networkd-address", Severity::warning};
inline constexpr Kind networkmanager_address{"networkmanager-address", Severity::warning};
inline constexpr Kind nothing_to_ask{"nothing-to-ask", Severity::error};
inline constexpr Kind ipv6_without_freebind{"ipv6-without-freebind", Severity::error};
inline constexpr Kind bind_no_interface_scan{"bind-no-interface-scan", Severity::error};
inline constexpr Kind bind_drops_listener{"bind-drops-listener", Severity::warning};
inline constexpr Kind unbound_any_interface{"unbound-any-interface", Severity::error};

inline constexpr Kind frr_advertisement_interval{"frr-advertisement-interval", Severity::warning};
inline constexpr Kind frr_graceful_restart{"frr-graceful-restart", Severity::warning};
inline constexpr Kind resolver_on_service{"resolver-on-service", Severity::warning};
inline constexpr Kind lease_off{"lease-off", Severity::warning};
inline constexpr Kind server_without_tcp{"server-without-tcp", Severity::warning};

} // namespace anyward::doctor::kind
