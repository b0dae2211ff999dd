# shellcheck shell=bash
# What a case says and expects inside the machine: this is ns-01, and vyos-01 a network namespace in it. With the lab's own
# words where they mean the same here (test/lab/README.md).
set -Eeuo pipefail

root=/lab
lab=lab                             # prefix of the namespace and of its FRR's path space
tmp=/lab/tmp
service=169.254.0.1
export SYSTEMD_COLORS=0 SYSTEMD_URLIFY=0 SYSTEMD_PAGER=
hosts='vyos-01 ns-01'
patience=180                        # everything is slow here

for part in routers configurations expect; do
    # shellcheck source=/dev/null
    . "$root/test/lab/lib/$part.sh"
done

# What nothing here needs, and what would take longer than the rest of the boot.
unneeded='cron.service systemd-logind.service systemd-udev-trigger.service systemd-random-seed.service
    modprobe@configfs.service modprobe@dm_mod.service modprobe@drm.service modprobe@efi_pstore.service
    modprobe@fuse.service modprobe@loop.service dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount
    sys-kernel-tracing.mount sys-kernel-config.mount sys-fs-fuse-connections.mount systemd-update-utmp.service
    systemd-update-utmp-runlevel.service'

# prepare: what a package and its operator do: users, the routing daemon, the nameserver, the first configuration.
prepare() {
    local unit
    for unit in $unneeded; do
        ln -sf /dev/null "/etc/systemd/system/$unit"
    done
    systemd-sysusers
    # The time that FRR's watchdog gives a start, 20 s, is short here; past it FRR runs without its configuration.
    sed -i 's/^bgpd=no/bgpd=yes/; $a watchfrr_options="--restart-timeout 300"' /etc/frr/daemons
    { echo 'bgp route-map delay-timer 0'; cat "$root/contrib/frr/network.conf"; } >/etc/frr/frr.conf
    mkdir -p "$tmp/ns-01"
    zone_file ns-01
    echo ns-01 >/etc/hostname
    systemctl enable lab-router lab-case
    configure anyward
}

# before_boot: a case may have one of its own.
before_boot() {
    systemctl enable anyward
}

# configure NAME [LINE...]: its configuration, with times for a machine that is slow; and a short way back, however often.
configure() {
    mkdir -p /etc/anyward
    printf '%s\n' "address = $service" 'check = yetiops.net A' 'timeout = 2s' 'settle = 8s' \
        'hold-down = 2s' 'hold-down-max = 2s' "${@:2}" >"/etc/anyward/$1.conf"
}

# on HOST COMMAND...
on() {
    if [[ $1 == ns-01 ]]; then
        "${@:2}"
    else
        ip netns exec "$lab-$1" "${@:2}"
    fi
}

# frr HOST COMMAND: ask the FRR of a host, as its operator would.
frr() {
    if [[ $1 == ns-01 ]]; then
        vtysh -c "$2"
    else
        vtysh -N "$lab-$1" -c "$2"
    fi
}

# running: what the lab's report asks about.
running() { systemctl --quiet is-active frr; }

unrouted() {
    [[ ! $(on "$1" ip "$(family)" route show "$service" proto bgp) ]]
}

# serving: the address is announced, the router has the route, and answers come that way.
serving() {
    eventually announced ns-01
    eventually routed vyos-01 ns-01
    eventually answered vyos-01 ns-01
}

# silent: the opposite, and the address is held.
silent() {
    eventually withdrawn ns-01
    held ns-01 || fail "ns-01 holds $service no longer"
    eventually unrouted vyos-01
}

# mark: "logged" looks at what comes from now on.
since=()
mark() {
    since=(--after-cursor "$(journalctl -q -n 0 --show-cursor | sed -n 's/^-- cursor: //p')")
}

# logged UNIT TEXT: it has said so, in this boot.
logged() {
    journalctl -q -b -o cat -u "$1" "${since[@]}" | grep -q -- "$2"
}

# order TEXT...: the journal of the boot before, in $tmp/journal, has these, each after the one before it.
order() {
    local text line=0 next
    for text; do
        next=$(tail -n "+$((line + 1))" "$tmp/journal" | grep -n -m 1 -- "$text") || fail "not in the journal, or too early: $text"
        echo "${next#*:}"
        line=$((line + ${next%%:*}))
    done
}

# show UNIT PROPERTY: what systemd says of it.
show() {
    systemctl show -P "$2" "$1"
}

fail() {
    echo "FAIL: $*"
    exit 1
}

trap 'echo "FAIL: ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND"' ERR
