#!/usr/bin/env bash
# Two lines in a stanza of /etc/network/interfaces are all it takes: ifup starts anyward, which announces the address when
# the nameserver answers; ifdown withdraws it and ends anyward.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/ifupdown.sh"

topology_up
routers_up
ifupdown_host ns-01 <<'END'
auto lo:1
iface lo:1 inet manual
    anyward-address 169.254.0.1/32
    anyward-check yetiops.net A
    anyward-check {random}.yetiops.net A expect=any
    anyward-check-10 localhost A expect=any
    anyward-hold-down 1s
    anyward-lease 60s
END
guard_start ns-02
eventually held ns-02
nameserver_start ns-02

# ifup returns when anyward runs: as the units' user, with their capability and no other.
up ns-01
status=$(<"/proc/${pid[ifup-ns-01]}/status")
for line in $'Name:\tanyward' $'Uid:\t64053\t' $'CapEff:\t0000000000001000' $'CapBnd:\t0000000000001000'; do
    [[ $status == *"$line"* ]] || fail "not '$line', but: $status"
done
eventually held ns-01
nameserver_start ns-01
served ns-01 ns-02
on ns-01 ip -4 addr show label lo:1 | grep -q "inet $service/32" || fail 'the label is not lo:1'

# Each line of a repeated option is a check, and so is each number.
config=$tmp/ns-01/run/anyward-ifupdown/lo:1.conf
[[ $(grep -c '^check = ' "$config") == 3 ]] || fail "not three checks: $(<"$config")"

# Once more: ifupdown knows that it is up.
first=${pid[ifup-ns-01]}
up ns-01
[[ ${pid[ifup-ns-01]} == "$first" ]] || fail 'ifup has started another one'

# New flags come with --force, and without a flap.
before=$(updates vyos-01 10.21.2.1)
sed -i '/-check-10/s/localhost/www.yetiops.net/' "$tmp/ns-01/network/interfaces"
up ns-01 --force
eventually logged ns-01 'reloading'
[[ ${pid[ifup-ns-01]} == "$first" ]] || fail 'ifup --force has started another one'
grep -q 'www.yetiops.net' "$config"
always 3 announced ns-01
[[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'ifup --force was noticed at the router'

nameserver_kill ns-01
served_without ns-01
nameserver_start ns-01
served ns-01 ns-02

# ifdown returns when the address is gone; the router sees it, and the nameserver goes on running.
down ns-01
running nameserver-ns-01
served ns-02 ns-02

# anyward has been killed, and its lease has not ended: ifdown withdraws.
up ns-01
served ns-01 ns-02
kill -KILL "${pid[ifup-ns-01]}"
ended() { ! running ifup-ns-01; }
eventually ended
announced ns-01
down ns-01
