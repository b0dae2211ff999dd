# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # the variables are those of lib.sh and of failover
# The faults. Each prints when it was made (Unix time) and, where the nameserver ended by it, how many milliseconds that took.

all_faults='stopped killed hung servfail second slow guard-killed drain'

# fault NAME GUARD: none there is for the floor's guard, which has no process.
fault() {
    local nameserver=${pid[nameserver-ns-01]} also=()
    [[ $2 != floor ]] || also=(--delete "$service")
    case $1 in
        stopped) inject --signal TERM "${also[@]}" "$nameserver" ;;
        killed) inject "${also[@]}" "$nameserver" ;;
        hung) inject --signal STOP "${also[@]}" "$nameserver" ;;
        servfail) inject "${also[@]}" && nameserver_break ns-01 ;;
        second) inject "${also[@]}" && at_dnsdist 'addAction(AllRule(), LuaAction(second))' ;;
        slow) inject "${also[@]}" && at_dnsdist 'addAction(AllRule(), DelayAction(300))' ;;
        guard-killed) mapfile -t also < <(guard_pids "$2") && inject "$nameserver" "${also[@]}" ;;
        drain) drain_by "$2" ;;
    esac
}

# drain_by GUARD: as its operator would.
drain_by() {
    case $1 in
        floor) inject --delete "$service" ;;
        anyward*) inject && client ns-01 drain >/dev/null ;;
        exabgp-*) inject && touch "$tmp/disabled" ;;
        *) inject --signal TERM "${pid[guard]}" ;;      # systemctl stop
    esac
}

inject() {
    on ns-01 "$root/test/bench/inject" "$@"
}

at_dnsdist() {
    on ns-01 dnsdist -C "$peers/dnsdist.conf" --client 127.0.0.1:5199 --execute "$1" >/dev/null
}
