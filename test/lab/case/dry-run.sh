#!/usr/bin/env bash
# --dry-run decides and logs, and leaves the interface and the routes alone.
. "$(dirname "$0")/../lib/lib.sh"

touchable() {
    on ns-01 sh -c 'ip addr show dev lo; ip route show table local'
}

topology_up
untouched=$(touchable)
flags=(--dry-run)
nameserver_start ns-01
guard_start ns-01
eventually logged ns-01 '-> up'
[[ $(touchable) == "$untouched" ]] || fail 'the host was touched'
nameserver_kill ns-01
eventually logged ns-01 '-> down'
guard_stop ns-01
[[ $(touchable) == "$untouched" ]] || fail 'the host was touched'
