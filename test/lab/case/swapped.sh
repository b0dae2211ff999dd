#!/usr/bin/env bash
# The programs change places: Unbound on ns-01, BIND on ns-02. A kill and the return of each.
. "$(dirname "$0")/../lib/lib.sh"

program=([ns-01]=unbound [ns-02]=bind)
lab_up
for host in ns-01 ns-02; do
    nameserver_kill "$host"
    served_without "$host"
    nameserver_start "$host"
    served ns-01 ns-02
done
