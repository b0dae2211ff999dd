#!/usr/bin/env bash
# The same with --degraded-action metric: the routers see another MED while something upstream is dead, and no client loses
# a query at either change. Unbound on both: BIND drops its listener for a moment when the address is deleted and added anew.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/upstream.sh"

# med ROUTER METRIC: the nameserver next to the router announces with it.
med() {
    frr "$1" "show bgp ipv4 unicast $service" | grep -A 3 "from 10\.21\.2\." | grep -q "metric $2,"
}

program=([ns-01]=unbound [ns-02]=unbound)
flags=(--soft-check "$upstream_check" --degraded-action metric)
degraded_up redistribute-connected
for change in 'KILL 2000' 'start 0'; do
    read -r what metric <<<"$change"
    if [[ $what == KILL ]]; then
        end upstream KILL 2>/dev/null || true
    else
        upstream_start
    fi
    eventually med vyos-01 "$metric"
    eventually med vyos-02 "$metric"
    served ns-01 ns-02
done
nothing_lost
