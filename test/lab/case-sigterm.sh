#!/usr/bin/env bash
# SIGTERM and SIGINT: the address, the route at the router and the hold go, and the exit status is 0.
. "$(dirname "$0")/lib.sh"

lab_up
for signal in TERM INT; do
    guard_stop ns-01 "$signal"
    withdrawn ns-01 || fail "the address is still there after SIG$signal"
    not_held ns-01 || fail "the hold is still there after SIG$signal"
    served ns-02 ns-02
    guard_start ns-01
    served ns-01 ns-02
done
