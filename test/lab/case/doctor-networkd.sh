#!/usr/bin/env bash
# anyward doctor finds an address in the files of a systemd-networkd that runs, and keeps quiet about one that does not.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/doctor.sh"

networkd=/lib/systemd/systemd-networkd
[[ -x $networkd ]] || { echo "no $networkd" >&2; exit 77; }

hosts='ns-01'
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
mkdir "$tmp/network"
printf '[Match]\nName=lo\n\n[Network]\nAddress=%s/32\n' "$service" >"$tmp/network/10-anycast.network"
in_place[/etc/systemd/network]=$tmp/network
finds 0 '' ns-01
not_looked_at systemd-networkd

# Read-only /sys: there is no udev to wait for. Its runtime files in a place of their own.
spawn networkd ns-01 sh -c "mount --bind '$tmp/network' /etc/systemd/network && mount -o remount,ro /sys &&
    mount -t tmpfs -o mode=755 none /run/systemd && exec $networkd"
eventually announced ns-01
finds 1 networkd-address ns-01
printf '[Match]\nName=lo\n' >"$tmp/network/10-anycast.network"
finds 0 '' ns-01
looked_at systemd-networkd
