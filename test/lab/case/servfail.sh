#!/usr/bin/env bash
# A nameserver answers, but SERVFAIL for the name that is checked. The other serves its clients, until it is mended.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
for host in ns-01 ns-02; do
    nameserver_break "$host"
    served_without "$host"
    logged "$host" SERVFAIL || fail "it was not SERVFAIL that brought $host down"
    nameserver_mend "$host"
    served ns-01 ns-02
done
