#!/usr/bin/env bash
# BIND on ns-01 is killed under 1,000 queries a second from client-01: what the client loses.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
asking 1000
always 3 running queries

nameserver_kill ns-01
served ns-02 ns-02
always 3 running queries
end queries

cat "$tmp/queries.log"
[[ $(figure answered_by) == *ns-01*ns-02* ]] || fail 'not both nameservers answered'
(($(figure longest_gap_ms) < 10000)) || fail 'more than 10 s without an answer'
