#!/usr/bin/env bash
# anyward doctor finds what else has the address, what the host itself does wrong, and missing privileges, each made here
# on a healthy host.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/doctor.sh"

lab_up

on ns-01 ip addr add "$service/32" dev vyos-01
finds 2 address-elsewhere ns-01
on ns-01 ip addr del "$service/32" dev vyos-01

# Adopted as it is: the daemon leaves the flag where it is.
guard_stop ns-01
on ns-01 ip addr add "$service/32" dev lo noprefixroute
guard_start ns-01
eventually logged ns-01 adopted
finds 1 address-noprefixroute ns-01
guard_stop ns-01

# Without a daemon, and without its privilege; another user who has neither is told what he may not see.
finds 0 '' ns-01
prefix=(setpriv --bounding-set -net_admin --inh-caps -net_admin)
finds 2 capability-missing ns-01
finds 0 '' ns-01 --dry-run
prefix=(setpriv --reuid 65534 --regid 65534 --clear-groups)
chmod 755 "$tmp"
finds 2 capability-missing ns-01
not_looked_at FRR 'nameserver configuration'
prefix=()
guard_start ns-01
eventually announced ns-01
finds 0 '' ns-01

# The article's stanza, in a file that the main one names; the same in the other managers' words.
mkdir "$tmp/interfaces.d" "$tmp/network"
printf 'source %s/*\n' "$tmp/interfaces.d" >"$tmp/interfaces"
printf 'auto lo:1\niface lo:1 inet static\n address %s/32\n' "$service" >"$tmp/interfaces.d/anycast"
in_place[/etc/network/interfaces]=$tmp/interfaces
finds 1 ifupdown-address ns-01
printf ' anyward-check yetiops.net A\n' >>"$tmp/interfaces.d/anycast"
finds 0 '' ns-01
in_place=()

cp -a /etc "$tmp/etc"
mkdir -p "$tmp/etc/NetworkManager/system-connections"
printf '[connection]\nid=anycast\ntype=loopback\ninterface-name=lo\n\n[ipv4]\naddress1=%s/32\nmethod=manual\n' \
    "$service" >"$tmp/etc/NetworkManager/system-connections/anycast.nmconnection"
in_place[/etc]=$tmp/etc
finds 1 networkmanager-address ns-01
looked_at NetworkManager FRR
in_place=()

printf 'nameserver %s\n' "$service" >"$tmp/resolv.conf"
in_place[/etc/resolv.conf]=$tmp/resolv.conf
finds 1 resolver-on-service ns-01
finds 0 '' ns-01 --hold never
printf 'nameserver 9.9.9.9\n' >>"$tmp/resolv.conf"
finds 0 '' ns-01
in_place=()

finds 1 lease-off ns-01 --lease off
