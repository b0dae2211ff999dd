#!/usr/bin/env bash
# The article's own stanza, with a check added: ifup puts the address there, anyward adopts it, and withdraws it when the
# nameserver dies. ifdown leaves nothing behind, whatever became of the address or of anyward before.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/ifupdown.sh"

topology_up
routers_up
ifupdown_host ns-01 <<'END'
auto lo:1
iface lo:1 inet static
 address 169.254.0.1/32
 anyward-check yetiops.net A
 anyward-hold-down 1s
 anyward-lease 60s
END
guard_start ns-02
eventually held ns-02
nameserver_start ns-02
nameserver_start ns-01

up ns-01
announced ns-01 || fail 'ifupdown has not put the address there'
eventually logged ns-01 adopted
served ns-01 ns-02
! logged ns-01 warning || fail 'there is a warning'

# Announced: ifdown withdraws.
down ns-01
served ns-02 ns-02

# Withdrawn already: ifupdown does not find the address, and does not mind.
up ns-01
served ns-01 ns-02
nameserver_kill ns-01
served_without ns-01
down ns-01

# anyward has been killed, and its lease has not ended.
nameserver_start ns-01
up ns-01
served ns-01 ns-02
kill -KILL "${pid[ifup-ns-01]}"
ended() { ! running ifup-ns-01; }
eventually ended
announced ns-01
down ns-01

# Told to leave the address where it is: that is for anyward's end, not for ifdown.
sed -i '$a\ anyward-on-exit keep' "$tmp/ns-01/network/interfaces"
up ns-01
served ns-01 ns-02
down ns-01

# A stanza for each family is an anyward for each.
printf '%s\n' 'iface lo:1 inet6 static' 'address fd00:53::53/128' 'anyward-check yetiops.net A' \
    >>"$tmp/ns-01/network/interfaces"
up ns-01
running ifup-ns-01-inet6
served ns-01 ns-02
announced_v6() { [[ $(on ns-01 ip -6 addr show dev lo to fd00:53::53) ]]; }
eventually announced_v6
down ns-01
! announced_v6 || fail 'the IPv6 address is left'

# The stanza has lost its options in the meantime: what was started is ended.
up ns-01
sed -i '/anyward-/d' "$tmp/ns-01/network/interfaces"
down ns-01

# A stanza without options is none of the hook's business.
inside ns-01 ifup lo:1
announced ns-01
[[ -z $(ls -A "$tmp/ns-01/run/anyward-ifupdown") ]] || fail 'anyward was started for a stanza that does not ask for it'
inside ns-01 ifdown lo:1
nothing_left ns-01
