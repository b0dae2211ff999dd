# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the variables are those of lib.sh and of the benches
# The guards of ns-01 that the benches set beside each other, each with what it needs to announce the address. What a peer is
# told, and why, is in peers/. All but ExaBGP follow the address with FRR, whose session outlives the runs.

# shellcheck source=../prepare.sh source-path=SCRIPTDIR
. "$root/test/prepare.sh"

peers=$root/test/bench/peers
all_guards='floor anyward anyward-tuned exabgp-healthcheck exabgp-healthcheck-tuned dig-loop keepalived'

# The tuned one: half a second's wait is the most that a hung nameserver may cost, for some ten probes a second.
tuned=(--interval 200ms --fast-interval 50ms --timeout 100ms --check-timeout 200ms)

# BIND as contrib/bind/scanned-by-anyward.options has it, for the guard that tells it when to look.
scanned='automatic-interface-scan no; interface-interval 0;'

is_anyward() { [[ $1 == anyward* ]]; }
is_exabgp() { [[ $1 == exabgp* || $1 == dig-loop ]]; }

# speaker_for GUARD: FRR on ns-01, or nothing in ExaBGP's way.
speaker_for() {
    if is_exabgp "$1"; then
        for daemon in bgpd zebra; do
            ! running "$daemon-ns-01" || end "$daemon-ns-01"
        done
        on ns-01 ip route replace default via 10.21.2.0     # ExaBGP puts no route into the kernel
    elif ! running bgpd-ns-01; then
        on ns-01 ip route del default 2>/dev/null || true
        frr_start ns-01 <"$root/contrib/frr/network.conf"
    fi
}

# behind_dnsdist FAULT: BIND alone cannot be brought to it.
behind_dnsdist() { [[ $1 == second || $1 == slow ]]; }

# guarded_nameserver GUARD FAULT: BIND, behind dnsdist where the fault is dnsdist's.
guarded_nameserver() {
    bind_options=
    ! is_anyward "$1" || bind_options=$scanned
    if behind_dnsdist "$2"; then
        bind_options+=' port 5300;'
        spawn dnsdist ns-01 dnsdist --supervised --disable-syslog -C "$peers/dnsdist.conf"
    fi
    nameserver_start ns-01 bind
}

guard_up() {
    is_anyward "$1" || [[ $1 == keepalived ]] || address_up ns-01
    case $1 in
        anyward*)
            flags=(--on-change "sh -c \"case \$ANYWARD_STATE in up|degraded) exec rndc -k $tmp/ns-01/rndc.key -s 127.0.0.1 scan;; esac\"")
            [[ $1 == anyward ]] || flags+=("${tuned[@]}")
            guard_start ns-01
            ;;
        exabgp-*) exabgp_up "$peers/$1 $tmp/disabled" ;;
        dig-loop) exabgp_up "$peers/dig-loop" ;;
        keepalived)
            sed "s|@PEERS@|$peers|" "$peers/keepalived.conf" >"$tmp/keepalived.conf"
            spawn guard ns-01 keepalived --dont-fork --log-console --use-file "$tmp/keepalived.conf" --pid "$tmp/keepalived.pid" \
                --vrrp_pid "$tmp/vrrp.pid" --checkers_pid "$tmp/checkers.pid"
            ;;
    esac
}

exabgp_up() {
    sed "s|@RUN@|$1|" "$peers/exabgp.conf" >"$tmp/exabgp.conf"
    spawn guard ns-01 env exabgp_daemon_user=root exabgp_api_cli=false exabgp "$tmp/exabgp.conf"
}

# address_up HOST: as an administrator gives it, for good.
address_up() {
    ip -n "$lab-$1" addr add "$service/32" dev lo label lo:1
}

# guard_pids GUARD: all its processes.
guard_pids() {
    case $1 in
        floor) ;;
        anyward*) echo "${pid[anyward-ns-01]}" ;;
        *) descendants "${pid[guard]}" ;;
    esac
}

# descendants PID: it and its children, and theirs.
descendants() {
    local child
    echo "$1"
    for child in $(cat "/proc/$1/task/"*/children 2>/dev/null || true); do
        descendants "$child"
    done
}

# guard_gone GUARD: and what it left.
guard_gone() {
    local process
    for process in $(guard_pids "$1"); do
        kill -s KILL "$process" 2>/dev/null || true
    done
    for process in guard "anyward-ns-01"; do
        [[ ! ${pid[$process]:-} ]] || { end "$process" KILL 2>/dev/null || true; }
    done
    rm -f "$tmp/disabled" "$tmp/ns-01.drain" "$tmp"/{keepalived,vrrp,checkers}.pid
    {
        on ns-01 ip addr del "$service/32" dev lo || true
        on ns-01 ip route del table local "$service" proto 199 || true
    } 2>/dev/null
}

# program_up: what the benches need, and anyward where ANYWARD names none.
program_up() {
    install_for build lab bench
    if [[ ! ${ANYWARD:-} ]]; then
        build "$root/build/bench"
        anyward=$root/build/bench/anyward
    fi
}

# bench_up: all but ns-01, where the guards come and go. ns-02 serves always.
bench_up() {
    program_up
    topology_up
    frr_start vyos-01 < <(router_config vyos-01)
    frr_start vyos-02 < <(router_config vyos-02)
    frr_start ns-02 < <(as_ns_02 "$root/contrib/frr/network.conf")
    address_up ns-02
    nameserver_start ns-02 unbound
    eventually routed vyos-01 ns-02
}

# serving GUARD [FAULT]: ns-01 does, under that guard.
serving() {
    local name
    guarded_nameserver "$1" "${2:-none}"
    guard_up "$1"
    for name in "${!pid[@]}"; do        # bash would say of each that it was killed
        disown "${pid[$name]}" 2>/dev/null || true
    done
    eventually routed vyos-01 ns-01
    eventually answered client-01 ns-01
}

# clear_up GUARD: ns-01 is empty, for the next.
clear_up() {
    nameserver_thaw ns-01 2>/dev/null || true
    guard_gone "$1"
    nameserver_kill ns-01
    ! running dnsdist || end dnsdist KILL 2>/dev/null || true
    rm -f "$tmp"/{queries,guard,dnsdist,anyward-ns-01,nameserver-ns-01}.log
    eventually routed vyos-01 ns-02
}
