#!/usr/bin/env bash
# The kernel has more to tell than the notifications' socket has room for, and in between it told that the service address
# was deleted: anyward looks at all of it again, and puts the address back.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

# dropped: notifications that anyward's sockets on ns-01 had no room for.
dropped() {
    # shellcheck disable=SC2016 # for awk
    on ns-01 awk -v pid="${pid[anyward-ns-01]}" 'NR > 1 && $2 == 0 { sum += $9 } END { print sum + 0 }' /proc/net/netlink
}

# storm: 10,000 host routes, of which it is told too, come and go.
storm() {
    local action
    for action in add del; do
        printf "route $action 10.99.%s/32 dev lo\n" {0..99}.{0..99} | on ns-01 ip -batch -
    done
}

lab_up
asking 100
before=$(dropped)
kill -s STOP "${pid[anyward-ns-01]}"
storm
on ns-01 ip addr del "$service/32" dev lo
storm
eventually withdrawn ns-01
(($(dropped) > before)) || fail 'there was room for all of it'
kill -s CONT "${pid[anyward-ns-01]}"
served ns-01 ns-02
logged ns-01 'somebody deleted 1 of the 1' || fail 'it does not say what happened'
echo "$(($(dropped) - before)) notifications dropped"
lost
