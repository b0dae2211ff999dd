#!/usr/bin/env bash
# anyward gets no processor for five seconds, which is less than its lease: nothing changes, whatever was under way. A
# nameserver that died meanwhile is noticed as soon as it goes on.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

freeze() { kill -s STOP "${pid[anyward-ns-01]}"; }
thaw() { kill -s CONT "${pid[anyward-ns-01]}"; }
probes() { status ns-01 checks 0 probes; }
probed_since() { (($(probes) > $1)); }

lab_up
asking 100
before=$(changes)
for _ in {1..4}; do
    freeze
    always 5 announced ns-01
    thaw
    at=$(probes)
    eventually probed_since $((at + 4))
    unchanged "$before" || fail 'it withdrew'
done
none_lost

freeze
nameserver_kill ns-01
always 3 announced ns-01
thaw
served_without ns-01
