#!/usr/bin/env bash
# For SOAK_SECONDS (default 60; 1800 for the long one) the nameservers are killed, stopped, hung and broken at random, under
# queries from both clients. In the end the state is the truth, on the host, in the status and at the routers; descriptors
# and memory of anyward are what they were; and for each change of the address its log has a line with a reason.
. "$(dirname "$0")/../lib/lib.sh"

descriptors() { find "/proc/${pid[anyward-$1]}/fd" -mindepth 1 | wc -l; }
private() { awk '/^Private_Dirty/ { sum += $2 } END { print sum }' "/proc/${pid[anyward-$1]}/smaps_rollup"; }
as_many_descriptors() { (($(descriptors "$1") == $2)); }

# one_fault HOST: and what ends it again, after one to four seconds.
one_fault() {
    local fault=$((RANDOM % 4))
    faults[fault]=$((${faults[fault]:-0} + 1))
    eventually control "$1" status      # it runs
    case $fault in
        0) nameserver_kill "$1" ;;
        1) nameserver_stop "$1" 2>/dev/null || true ;;
        2) nameserver_freeze "$1" ;;
        3) nameserver_break "$1" ;;
    esac
    sleep $((1 + RANDOM % 4))           # no wait for anything: it is how long the fault is there
    case $fault in
        2) nameserver_thaw "$1" ;;
        3) nameserver_mend "$1" ;;
        *) nameserver_start "$1" ;;
    esac
}

# explained HOST: a line for each time that the address came or went, and each with its reason.
explained() {
    local came went up away
    came=$(grep -c "^[0-9]*: lo .*$service/32" "$tmp/addresses-$1.log")
    went=$(grep -c "^Deleted .*$service/32" "$tmp/addresses-$1.log") || true
    grep -- ' -> ' "$tmp/anyward-$1.log" >"$tmp/changes-$1"
    ! grep -vE -- ' -> [a-z-]+: .+' "$tmp/changes-$1" || fail "$1: a change without a reason"
    up=$(grep -cE -- '(down|drained) -> (up|degraded): ' "$tmp/changes-$1")
    away=$(grep -cE -- '(up|degraded) -> down: ' "$tmp/changes-$1") || true
    echo "$1: announced at least $came times (with renewals), $up times explained; withdrawn $went times, $away explained"
    ((went == away && up <= came)) || fail "$1: withdrawn $went times, but it explains $away"
}

flags=(--hold-down 1s --hold-down-max 1s)
lab_up
declare -A descriptors_before=() private_before=()
for host in ns-01 ns-02; do
    spawn "addresses-$host" "$host" ip monitor address
    asking 200 "client-${host#ns-}" "queries-$host"
    descriptors_before[$host]=$(descriptors "$host")
done

faults=() rounds=0
while ((SECONDS < ${SOAK_SECONDS:-60})); do
    one_fault "ns-0$((1 + RANDOM % 2))"
    rounds=$((rounds + 1))
    # What only the first rounds need is there after a few.
    ((rounds != 8)) || private_before=([ns-01]=$(private ns-01) [ns-02]=$(private ns-02))
done
echo "$rounds faults: killed ${faults[0]:-0}, stopped ${faults[1]:-0}, hung ${faults[2]:-0}, SERVFAIL ${faults[3]:-0}"

served ns-01 ns-02
for host in ns-01 ns-02; do
    [[ $(status "$host" state) == '"up"' ]] || fail "$host: the status says $(status "$host" state)"
    eventually as_many_descriptors "$host" "${descriptors_before[$host]}"
    now=$(private "$host")
    echo "$host: ${descriptors_before[$host]} descriptors, private dirty ${private_before[$host]:-?} KiB, now $now KiB"
    ((now <= ${private_before[$host]:-$now} + 256)) || fail "$host: it grows"
    end "queries-$host"
    paste -sd ' ' "$tmp/queries-$host.log"
    explained "$host"
done
nameserver_kill ns-01
served_without ns-01
[[ $(status ns-01 state) == '"down"' ]] || fail "the status says $(status ns-01 state)"
