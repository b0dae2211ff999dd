#!/usr/bin/env bash
# Other processes want every core, one busy loop more than there are cores, for LOAD_SECONDS (default 60): no false
# alarm on either node, and a kill is still seen.
# Runs alone: other cases would lose queries in the sockets of processes that wait for a core.
. "$(dirname "$0")/../lib/lib.sh"

changes() { grep -- ' -> ' "$tmp"/anyward-ns-0[12].log; }
quiet() { ! changes; }

flags=(--log-level debug)           # which logs every probe
lab_up
for ((i = 0; i <= $(nproc); i++)); do
    spawn "load-$i" ns-01 sh -c 'while :; do :; done'
done
for host in ns-01 ns-02; do
    : >"$tmp/anyward-$host.log"
done
always "${LOAD_SECONDS:-60}" quiet
served ns-01 ns-02
for host in ns-01 ns-02; do
    awk -v host="$host" '
        / ms$/ { probes++; failed += !/: ok: /; if ($(NF - 1) > longest) longest = $(NF - 1) }
        END { printf "%s: %d probes, %d failed, the longest took %s ms\n", host, probes, failed, longest }
    ' "$tmp/anyward-$host.log"
done
nameserver_kill ns-01
served_without ns-01
changes
