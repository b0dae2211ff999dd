#!/usr/bin/env bash
# --hold drain: the hold route stands while the service is drained, and at no other time. A drain outlives a restart.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/drain.sh"

program=([ns-01]=bind [ns-02]=bind)
flags=(--hold drain)
topology_up
routers_up
for host in ns-01 ns-02; do
    nameserver_start "$host"
    guard_start "$host"
done
served ns-01 ns-02
not_held ns-01 || fail 'held while it is announced'
drain ns-01
served_without ns-01
eventually state ns-01 drained

guard_stop ns-01
not_held ns-01 || fail 'held though anyward is gone'
guard_start ns-01
eventually held ns-01
always 3 withdrawn ns-01
undrain ns-01
served ns-01 ns-02
eventually not_held ns-01

# The same for a nameserver that is down.
nameserver_kill ns-02
eventually withdrawn ns-02
always 1 not_held ns-02
