#!/usr/bin/env bash
# SIGTERM and SIGINT: the address, the route at the router and the hold go, and the exit status is 0.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
for signal in TERM INT; do
    guard_stop ns-01 "$signal"
    withdrawn ns-01 || fail "the address is still there after SIG$signal"
    not_held ns-01 || fail "the hold is still there after SIG$signal"
    served ns-02 ns-02
    guard_start ns-01
    served ns-01 ns-02
done

# The hold stays for a second after a withdrawal, also where that came before the signal, as at a shutdown: the nameserver
# goes first.
spawn monitor ns-01 stdbuf -oL ip -ts monitor address route
watched() {
    on ns-01 ip route add blackhole 198.51.100.1
    on ns-01 ip route del blackhole 198.51.100.1
    grep -q 198.51.100.1 "$tmp/monitor.log"
}
eventually watched
nameserver_kill ns-01
eventually withdrawn ns-01
guard_stop ns-01
gone() { grep -q "Deleted local $service dev lo.* proto 199" "$tmp/monitor.log"; }
eventually gone
# at TEXT: when that was said first, in milliseconds of the day.
at() {
    sed -n "s/^\[[^T]*T\([0-9]*\):\([0-9]*\):\([0-9]*\)\.\([0-9]\{3\}\)[0-9]*\].*$1.*/\1 \2 \3 \4/p" "$tmp/monitor.log" | {
        read -r h m s ms
        echo $((((10#$h * 60 + 10#$m) * 60 + 10#$s) * 1000 + 10#$ms))
    }
}
kept=$((($(at 'Deleted local.* proto 199') - $(at "Deleted.*inet $service") + 86400000) % 86400000))
echo "the hold stayed for $kept ms"
((kept >= 990)) || fail 'the hold went with the address'
