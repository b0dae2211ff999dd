#!/usr/bin/env bash
# NSD, which is to listen on the service address, is dead, and a resolver lives beside it on 127.0.0.1, which --server
# auto asks when nothing listens on the other: announced once and found out, not again and again. When NSD starts, it
# serves.
. "$(dirname "$0")/../lib/lib.sh"

# announcements: how often the address has come to the interface.
announcements() { grep -c "^[0-9]*: lo .*inet $service/32 " "$tmp/addresses.log" || true; }

announced_times() { (($(announcements) == $1)); }

topology_up
routers_up
guard_start ns-02
eventually held ns-02
nameserver_start ns-02
served ns-02 ns-02

mkdir "$tmp/ns-01"
unbound_config ns-01
sed -i 's/^  interface: .*/  interface: 127.0.0.1/' "$tmp/ns-01/unbound.conf"
spawn resolver ns-01 unbound -d -c "$tmp/ns-01/unbound.conf"
spawn addresses ns-01 ip -o monitor address
flags=(--hold-down 1s --hold-down-max 1s)
guard_start ns-01
eventually logged ns-01 'up -> down: settle'
eventually announced_times 1
always 20 withdrawn ns-01
announced_times 1 || fail "announced $(announcements) times"

nameserver_start ns-01 nsd
served ns-01 ns-02

# It is killed: the resolver is taken for it no more.
nameserver_kill ns-01
served_without ns-01
always 10 withdrawn ns-01
announced_times 2 || fail "announced $(announcements) times"
nameserver_start ns-01
served ns-01 ns-02
