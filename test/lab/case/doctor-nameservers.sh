#!/usr/bin/env bash
# anyward doctor finds nameservers that do not go with an address which comes and goes. They run for real, on a host by
# itself with the address on it: what they do for clients is not asked here.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/doctor.sh"

hosts='ns-01'
listen=$service                     # where Unbound, NSD and Knot listen

# answers: the nameserver does, at the service address or at 127.0.0.1.
answers() {
    local server
    for server in "$service" 127.0.0.1; do
        on ns-01 dig +tries=1 +timeout=1 "@$server" whoami.yetiops.net TXT &>/dev/null && return
    done
}

# with PROGRAM STATUS "ID..." FLAG...: the nameserver of that program, and what the doctor finds.
with() {
    service=$listen nameserver_start ns-01 "$1"
    eventually answers
    finds "$2" "$3" ns-01 "${@:4}"
    looked_at 'nameserver configuration'
    nameserver_stop ns-01 || true
}

ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
on ns-01 ip addr add "$service/32" dev lo
finds 0 '' ns-01
not_looked_at FRR 'nameserver configuration' 'nameserver over TCP'

with bind 0 ''
with bind 1 bind-drops-listener --hold drain
bind_options='automatic-interface-scan no;'
with bind 2 bind-no-interface-scan
with bind 0 '' --on-change 'rndc scan'
bind_options=''
bind_listen=$service with bind 2 nothing-to-ask

for name in unbound nsd knot; do
    with "$name" 0 ''
    with "$name" 2 nothing-to-ask --hold never
done
unbound_options='do-tcp: no' with unbound 1 server-without-tcp
unbound_options='interface: 127.0.0.1' with unbound 0 '' --hold never

listen=0.0.0.0
with unbound 2 unbound-any-interface
unbound_options='interface-automatic: yes' with unbound 0 ''

# IPv6: a held address can be bound with freebind only.
service=2001:db8::53 listen=2001:db8::53
on ns-01 ip addr add "$service/128" dev lo nodad
unbound_options='access-control: ::/0 allow'
with unbound 2 ipv6-without-freebind
with knot 0 ''
unbound_options+=$'\n  ip-freebind: yes'
with unbound 0 ''
