#!/usr/bin/env bash
# anyward doctor and the metrics: silent where FRR redistributes and a route-map acts on them, and not where it does not.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/doctor.sh"

# bgp LINE...: below "router bgp" of ns-01.
bgp() { configure ns-01 'router bgp 64520' "$@"; }

flags=(--degraded-action metric)
lab_up degraded-community
for host in ns-01 ns-02; do
    finds 0 '' "$host" "${flags[@]}" --drain-metric 2000
    looked_at FRR
done
finds 1 frr-metric-only-med ns-01 --drain-metric 3000
bgp 'bgp always-compare-med'
finds 0 '' ns-01 --drain-metric 3000
bgp 'no bgp always-compare-med'

# The route-map on the way into BGP lets the address through no more: at its next announcement.
guard_stop ns-01
configure ns-01 'no route-map service-addresses permit 10'
guard_start ns-01
eventually announced ns-01
finds 2 frr-not-announced ns-01
