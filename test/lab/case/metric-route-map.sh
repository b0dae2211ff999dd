#!/usr/bin/env bash
# One node loses something upstream, and with --degraded-action metric FRR's route-map makes a community and a longer
# AS path of the metric: the clients go to the other node, and come back when it is mended, without losing a query.
# Unbound on both: BIND drops its listener for a moment when the address is deleted and added anew.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/upstream.sh"

# tells PATTERN: the route that ns-01 announces to vyos-01, in one line.
tells() {
    frr vyos-01 "show bgp ipv4 unicast $service" | tr -s ' \n' ' ' | grep -q "$1"
}

told_degraded() { tells '64520 64520 64520 64520 10\.21\.2\.1 .* Community: graceful-shutdown'; }
told_up() { tells ' 64520 10\.21\.2\.1 ' && ! tells 'graceful-shutdown' && ! tells '64520 64520'; }

program=([ns-01]=unbound [ns-02]=unbound)
flags=(--soft-check "$upstream_check" --degraded-action metric)
degraded_up degraded-community
told_up || fail 'not announced as usual at first'

# Only the questions of ns-01 find no way there; its BGP session goes over the same link.
ip -n "$lab-ns-01" rule add to 10.21.2.0 ipproto udp dport 53 unreachable
eventually told_degraded
served ns-02 ns-02
ip -n "$lab-ns-01" rule del to 10.21.2.0 ipproto udp dport 53 unreachable
eventually told_up
served ns-01 ns-02
nothing_lost
