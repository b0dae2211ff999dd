# shellcheck shell=bash
# FRR: on the two routers, where it stands in for VyOS (which routes with it), and on the nameservers' hosts,
# there with the very files of contrib/frr that operators copy.

PATH=$PATH:/usr/lib/frr
frr_root=${FRR_ROOT:-}              # the root that FRR is in: that of this machine, or one of test/run releases
in_frr_root=(env)
[[ ! $frr_root ]] || in_frr_root=(chroot "$frr_root")

# frr_start HOST: zebra and bgpd; the configuration of bgpd comes from standard input. The timer: bgpd would apply its
# route-maps once more five seconds after its start, and send every route again while a case counts updates.
frr_start() {
    local host=$1 space=$lab-$1
    "${in_frr_root[@]}" install -d -o frr -g frr "/etc/frr/$space" "/run/frr/$space"
    : >"$frr_root/etc/frr/$space/vtysh.conf"
    echo "hostname $host" >"$frr_root/etc/frr/$space/zebra.conf"
    { printf 'hostname %s\nbgp route-map delay-timer 0\n' "$host"; cat; } >"$frr_root/etc/frr/$space/bgpd.conf"
    spawn "zebra-$host" "$host" "${in_frr_root[@]}" zebra -N "$space" -f "/etc/frr/$space/zebra.conf" -A 127.0.0.1 \
        -s 90000000
    eventually test -S "$frr_root/run/frr/$space/zserv.api"
    spawn "bgpd-$host" "$host" "${in_frr_root[@]}" bgpd -N "$space" -f "/etc/frr/$space/bgpd.conf" -A 127.0.0.1
}

# routers_up [STYLE]: the nameservers' hosts announce as contrib/frr/STYLE.conf says.
routers_up() {
    local style=$root/contrib/frr/${1:-network}.conf
    frr_start vyos-01 <"$root/test/lab/frr/vyos-01.conf"
    frr_start vyos-02 <"$root/test/lab/frr/vyos-02.conf"
    frr_start ns-01 <"$style"
    frr_start ns-02 < <(sed 's/64520/64530/g; s/10\.21\.2\.1/10.21.2.3/; s/10\.21\.2\.0/10.21.2.2/' "$style")
}

# frr HOST COMMAND: ask the FRR of a host, as its operator would.
frr() {
    "${in_frr_root[@]}" vtysh -N "$lab-$1" -c "$2"
}

# updates ROUTER NEIGHBOUR: how many UPDATE messages came in from it.
updates() {
    frr "$1" "show bgp neighbors $2 json" | sed -n 's/.*"updatesRecv":\([0-9]*\).*/\1/p'
}

routers_remove() {
    local host
    for host in $hosts; do
        rm -rf "$frr_root/etc/frr/$lab-$host" "$frr_root/run/frr/$lab-$host"
    done
}
