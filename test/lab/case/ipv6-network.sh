#!/usr/bin/env bash
# The same announced by a network statement.
service=2001:db8::53
. "$(dirname "$0")/../lib/lib.sh"

program=([ns-01]=bind [ns-02]=bind)
lab_up network
for host in ns-01 ns-02; do
    nameserver_kill "$host"
    served_without "$host"
    nameserver_start "$host"
    served ns-01 ns-02
done
