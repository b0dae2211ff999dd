#!/usr/bin/env bash
# An IPv6 service address, announced and withdrawn. BIND on both hosts: an IPv6 address cannot be held for bind().
service=2001:db8::53
. "$(dirname "$0")/../lib/lib.sh"

program=([ns-01]=bind [ns-02]=bind)
lab_up redistribute-connected
for host in ns-01 ns-02; do
    nameserver_kill "$host"
    served_without "$host"
    nameserver_start "$host"
    served ns-01 ns-02
done
on ns-01 ip -6 addr show to "$service" | grep 'scope global nodad' >/dev/null || fail 'not scope global and nodad'
