#!/usr/bin/env bash
# The lease: while checks pass it is renewed, and the routers see nothing of it. When anyward is killed, or stopped, the
# kernel deletes the address, for IPv4 and IPv6; stopped and going on, it says so and is up again without a hold-down.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"

second=2001:db8::53

# lease HOST ADDRESS: how many seconds the kernel gives the address.
lease() {
    on "$1" ip addr show dev lo to "$2" | sed -n 's/.*valid_lft \([0-9]*\)sec.*/\1/p'
}

gone() {
    ! on "$1" ip addr show dev lo | grep -E "$service|$second" >/dev/null
}

# vanishes HOST SIGNAL: and how long that took until the clients were served elsewhere.
vanishes() {
    local from=${EPOCHREALTIME/./}
    eventually gone "$1"
    served ns-02 ns-02
    echo "$1: clients moved $(((${EPOCHREALTIME/./} - from) / 1000)) ms after SIG$2"
}

flags=(--address "$second" --settle 8s)        # BIND on IPv6: bound after the announcement
program=([ns-01]=bind [ns-02]=bind)
lab_up redistribute-connected
before=$(updates vyos-01 10.21.2.1)
renewed() { (($(lease ns-01 "$service") <= 10 && $(lease ns-01 "$second") <= 10)) && announced ns-01; }
always 20 renewed
[[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'a renewal made a BGP update'

end anyward-ns-01 KILL 2>/dev/null || true
vanishes ns-01 KILL
guard_start ns-01
served ns-01 ns-02

kill -s STOP "${pid[anyward-ns-01]}"
vanishes ns-01 STOP
kill -s CONT "${pid[anyward-ns-01]}"
eventually logged ns-01 'up -> down: the lease ran out'
served ns-01 ns-02
! logged ns-01 'held down' || fail 'held down, though the nameserver was well'
