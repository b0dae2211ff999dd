#!/usr/bin/env bash
# The kernel refuses: every request (strace injects the error), or an IPv6 address only (disable_ipv6). anyward goes on, says so
# once, and does what it has to as soon as it may. Without a lease: nobody else takes the address away.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"

second=2001:db8::53
both_there() { announced ns-01 && [[ $(on ns-01 ip -6 addr show dev lo to "$second") ]]; }
traced() { ! grep -qs '^TracerPid:.0$' "/proc/${pid[anyward-ns-01]}/status"; }

# refuse ERROR: what anyward sends on its sockets for requests (those of a port and without groups) fails from now on.
refuse() {
    local sockets
    # shellcheck disable=SC2016
    mapfile -t sockets < <(on ns-01 awk '$2 == 0 && $3 != 0 && $4 == "00000000" { print "socket:[" $10 "]" }' \
        /proc/net/netlink)
    ((${#sockets[@]} == 2)) || fail "not two sockets for requests: ${sockets[*]}"
    : >"$tmp/anyward-ns-01.log"
    spawn strace ns-01 strace -qq -o "$tmp/refused" "${sockets[@]/#/-P}" -e trace=sendto,sendmsg \
        -e "inject=sendto,sendmsg:error=$1" -p "${pid[anyward-ns-01]}"
    eventually traced
}

# said_once TEXT: at least one line, and none twice.
said_once() {
    grep "$1" "$tmp/anyward-ns-01.log"
    [[ ! $(grep "$1" "$tmp/anyward-ns-01.log" | cut -d ' ' -f 2- | sort | uniq -d) ]] || fail "'$1' is said again"
}

tried_thrice() { (($(wc -l <"$tmp/refused") >= 3)); }

hosts=ns-01
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
fake_start() {
    spawn nameserver-ns-01 ns-01 "$root/test/lab/tool/fake-nameserver" --port 5353 good
}
fake_start
flags=(--address "$second" --server 127.0.0.1#5353 --check 'a.test A' --lease off --hold-down 1s --hold-down-max 1s)
spawn anyward-ns-01 ns-01 "$anyward" run --address "$service" --drain-file "$tmp/ns-01.drain" \
    --socket "$tmp/ns-01.sock" "${flags[@]}"
eventually both_there

refuse EPERM
nameserver_kill ns-01
eventually logged ns-01 'up -> down'
eventually tried_thrice
said_once 'netlink: .*: Operation not permitted; trying again'
both_there || fail 'it is gone, though the kernel refused'
end strace || true
eventually withdrawn ns-01

refuse EBUSY
fake_start
eventually logged ns-01 'down -> up'
eventually tried_thrice
said_once 'netlink: .*: .*busy; trying again'
end strace || true
eventually both_there

: >"$tmp/anyward-ns-01.log"
on ns-01 sh -c 'echo 1 >/proc/sys/net/ipv6/conf/lo/disable_ipv6'
eventually logged ns-01 "cannot add $second/128 to lo: Permission denied"
always 3 announced ns-01
said_once "cannot add $second/128"
on ns-01 sh -c 'echo 0 >/proc/sys/net/ipv6/conf/lo/disable_ipv6'
eventually both_there
