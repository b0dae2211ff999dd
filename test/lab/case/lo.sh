#!/usr/bin/env bash
# Somebody takes lo down and up, or flushes it (127.0.0.1 goes with that, and comes back by hand): addresses and hold routes
# come back, and the clients with them.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"

second=2001:db8::53
all_back() {
    announced ns-01 && held ns-01 && on ns-01 ip -6 addr show to "$second" | grep -q inet6 &&
        [[ $(on ns-01 ip -6 route show table local "$second" proto 199) ]]
}

program=([ns-01]=bind [ns-02]=bind)
flags=(--address "$second" --hold-down 1s --hold-down-max 1s)
lab_up redistribute-connected
for what in 'link set lo down' 'addr flush dev lo'; do
    # shellcheck disable=SC2086
    ip -n "$lab-ns-01" $what
    eventually routed vyos-01 ns-02
    ip -n "$lab-ns-01" link set lo up
    ip -n "$lab-ns-01" addr replace 127.0.0.1/8 dev lo
    ip -n "$lab-ns-01" addr replace ::1/128 dev lo
    eventually all_back
    served ns-01 ns-02
done
