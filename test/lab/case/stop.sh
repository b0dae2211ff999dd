#!/usr/bin/env bash
# A nameserver is stopped: the other serves its clients, until it is started again.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
for host in ns-01 ns-02; do
    nameserver_stop "$host"
    served_without "$host"
    nameserver_start "$host"
    served ns-01 ns-02
done
