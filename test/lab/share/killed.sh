# shellcheck shell=bash
# anyward is killed at its 1st, 2nd ... message to the kernel or the nameserver (sendto), or look at the kernel's tables
# (sendmsg); each time on a host of its own, with more addresses than one message takes. What is there then has a lease, and
# goes with it or is put right by the next start. For the killed cases.

addresses=("$service" 2001:db8::{1..40})

# guarded HOST [COMMAND...]: anyward, or that command with it.
guarded() {
    spawn "anyward-$1" "$1" "${@:2}" "$anyward" run "${addresses[@]/#/--address=}" --server 127.0.0.1#5353 --lease 4s \
        --drain-file "$tmp/$1.drain" --socket "$tmp/$1.sock"
}

# doomed: the same; and bash need not say that it was killed.
doomed() {
    guarded "$@"
    disown "${pid[anyward-$1]}"
}

# trace HOST COMMAND...: run it on the one that is there.
trace() { spawn "strace-$1" "$1" "${@:2}" -p "${pid[anyward-$1]}"; }
traced() { ! grep -qs '^TracerPid:.0$' "/proc/${pid[anyward-$1]}/status"; }

# faulty HOST COMMAND...: the command with a strace that kills at the step that the host is named after.
faulty() {
    local call=${1%-*} n=${1#*-}
    "${@:2}" "$1" strace -qq -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$n"
}

# announced_and_traced HOST
announced_and_traced() {
    eventually all_there "$1"
    faulty "$1" trace
    eventually traced "$1"
}

# shown HOST: the addresses there, a line each (the loopback's own have scope host).
shown() { on "$1" ip -o addr show dev lo scope global; }
gone() { [[ ! $(shown "$1") ]]; }
all_there() { (($(shown "$1" | wc -l) == ${#addresses[@]})); }

# inspect: each of the pending hosts where anyward is no more; succeeds when those are all.
inspect() {
    local host found again=()
    for host in "${pending[@]}"; do
        if running "anyward-$host"; then
            again+=("$host")
            continue
        fi
        found=$(shown "$host")
        [[ $found != *forever* ]] || fail "$way: killed at $host, it leaves an address without a lease: $(grep forever <<<"$found")"
        [[ ! $found ]] || left=$((left + 1))
    done
    pending=("${again[@]}")
    ((!${#pending[@]}))
}

# killed_at_each_step WAY SENDS LOOKS: WAY HOST is the case's own, and brings a host to its step; WAY_first HOST, what comes
# before it. So many of each kind of step.
killed_at_each_step() {
    local way=$1 host left=0 pending=()
    hosts=$(seq -f 'sendto-%g' "$2"; seq -f 'sendmsg-%g' "$3")
    for host in $hosts; do
        ip netns add "$lab-$host"
        ip -n "$lab-$host" link set lo up
        spawn "nameserver-$host" "$host" "$root/test/lab/tool/fake-nameserver" --port 5353 good
        "${way}_first" "$host"
    done
    for host in $hosts; do
        eventually grep -qs ready "$tmp/nameserver-$host.log"
        "$way" "$host"
        pending+=("$host")
        inspect || true                 # as soon as can be: a lease is short
    done
    eventually inspect
    echo "$way: killed $(wc -w <<<"$hosts") times, $left left an address"
    ((left > 0)) || fail 'it was never there'
}

# put_right CONDITION: the next start brings every host to the condition, and its end leaves nothing there.
put_right() {
    local host
    for host in $hosts; do
        guarded "$host"
    done
    for host in $hosts; do
        eventually held "$host"
        eventually "$1" "$host"
        kill "${pid[anyward-$host]}"
    done
    for host in $hosts; do
        end "anyward-$host" || fail "$host: ended with status $?"
        gone "$host" || fail "$host: an address is left"
        not_held "$host" || fail "$host: a hold route is left"
        ! running "nameserver-$host" || end "nameserver-$host" 2>/dev/null || true
    done
    topology_remove
}
