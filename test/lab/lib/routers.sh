# shellcheck shell=bash
# FRR: on the two routers, where it stands in for VyOS (which routes with it), and on the nameservers' hosts,
# there with the very files of contrib/frr that operators copy; or there BIRD or ExaBGP, with those of contrib/bird and
# contrib/exabgp.

PATH=/usr/lib/frr:$PATH             # first: a bgpd may be another program, that of openbgpd
frr_root=${FRR_ROOT:-}              # the root that FRR is in: that of this machine, or one of test/run releases
in_frr_root=(env)
[[ ! $frr_root ]] || in_frr_root=(chroot "$frr_root")

# comes_up ROUTER HOST COMMAND...: wait until the command succeeds, which shows that the router is up. One that has ended
# instead, or is not up in time, fails the case with the last line of its log.
comes_up() {
    local name=$1-$2 deadline=$((SECONDS + patience)) wrong=''
    until "${@:3}" &>/dev/null; do
        running "$name" || wrong='has ended'
        ((SECONDS < deadline)) || wrong="is not up within $patience s"
        [[ ! $wrong ]] || fail "$1 on $2 $wrong: $(tail -n 1 "$tmp/$name.log" 2>/dev/null | grep . || echo 'no log')"
        sleep 0.05
    done
}

# frr_start HOST: zebra and bgpd; the configuration of bgpd comes from standard input. The timer: bgpd would apply its
# route-maps once more five seconds after its start, and send every route again while a case counts updates. The semantics:
# zebra would delete a changed IPv6 route and then add it, and lose the query that comes between.
frr_start() {
    local host=$1 space=$lab-$1
    "${in_frr_root[@]}" install -d -o frr -g frr "/etc/frr/$space" "/run/frr/$space"
    : >"$frr_root/etc/frr/$space/vtysh.conf"
    echo "hostname $host" >"$frr_root/etc/frr/$space/zebra.conf"
    { printf 'hostname %s\nbgp route-map delay-timer 0\n' "$host"; cat; } >"$frr_root/etc/frr/$space/bgpd.conf"
    spawn "zebra-$host" "$host" "${in_frr_root[@]}" zebra -N "$space" -f "/etc/frr/$space/zebra.conf" -A 127.0.0.1 \
        -s 90000000 --v6-rr-semantics
    comes_up zebra "$host" test -S "$frr_root/run/frr/$space/zserv.api"
    spawn "bgpd-$host" "$host" "${in_frr_root[@]}" bgpd -N "$space" -f "/etc/frr/$space/bgpd.conf" -A 127.0.0.1
    # It makes its socket before it reads its configuration, and answers there afterwards.
    comes_up bgpd "$host" "${in_frr_root[@]}" vtysh -N "$space" -d bgpd -c 'show bgp vrfs'
}

# bird_start HOST: BIRD in the place of FRR; its configuration comes from standard input.
bird_start() {
    mkdir -p "$tmp/$1"
    sed "s|^log syslog|log \"$tmp/bird-$1.log\"|; s/192\.0\.2\.53/$service/" >"$tmp/$1/bird.conf"
    spawn "bird-$1" "$1" bird -f -c "$tmp/$1/bird.conf" -s "$tmp/$1/bird.ctl" -P "$tmp/$1/bird.pid"
    comes_up bird "$1" test -s "$tmp/$1/bird.pid"       # written when the configuration has been read
}

# router_config ROUTER: a case may have its own.
router_config() { cat "$root/test/lab/frr/$1.conf"; }

# as_ns_02 FILE: a configuration for ns-01 with the numbers of ns-02.
as_ns_02() {
    sed 's/64520/64530/g; s/10\.21\.2\.1/10.21.2.3/; s/10\.21\.2\.0/10.21.2.2/; s/fd00:21:/fd00:22:/' "$1"
}

# routers_up [STYLE]: the nameservers' hosts announce as contrib/frr/STYLE.conf says, or with BIRD or ExaBGP as contrib/bird
# and contrib/exabgp do. (LAB_STYLE is test/run releases' choice, for cases that do not care.)
routers_up() {
    local style=frr/${1:-${LAB_STYLE:-network}} start=frr_start
    case $style in
        frr/bird) style=bird/bird start=bird_start ;;
        frr/exabgp) style=exabgp/exabgp start=exabgp_start ;;     # of exabgp.sh
    esac
    style=$root/contrib/$style.conf
    frr_start vyos-01 < <(router_config vyos-01)
    frr_start vyos-02 < <(router_config vyos-02)
    "$start" ns-01 <"$style"
    "$start" ns-02 < <(as_ns_02 "$style")
}

# frr HOST COMMAND: ask the FRR of a host, as its operator would.
frr() {
    "${in_frr_root[@]}" vtysh -N "$lab-$1" -c "$2"
}

# updates ROUTER NEIGHBOUR: how many UPDATE messages came in from it.
updates() {
    frr "$1" "show bgp neighbors $2 json" | sed -n 's/.*"updatesRecv":\([0-9]*\).*/\1/p'
}

# announcements ROUTER NEIGHBOUR [ipv4|ipv6]: the prefixes that it tells the router, a line "network":"PREFIX" for each.
announcements() {
    frr "$1" "show bgp ${3:-ipv4} unicast neighbors $2 routes json" | grep -o '"network":"[^"]*"' | sort -u
}

routers_remove() {
    local host
    for host in $hosts; do
        rm -rf "$frr_root/etc/frr/$lab-$host" "$frr_root/run/frr/$lab-$host"
    done
}
