#!/usr/bin/env bash
# A nameserver hangs: its sockets stand and nothing answers. The other serves its clients, until it goes on.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
for host in ns-01 ns-02; do
    nameserver_freeze "$host"
    served_without "$host"
    nameserver_thaw "$host"
    served ns-01 ns-02
done
