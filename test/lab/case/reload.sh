#!/usr/bin/env bash
# SIGHUP: a valid configuration takes effect without a flap, an added address is announced, a removed one withdrawn; an
# invalid one, or one that would need a restart, changes nothing and is said. And a second anyward of that name is refused.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"

second=2001:db8::53
there() { on ns-01 ip addr show dev lo | grep "$second" >/dev/null; }
not_there() { ! there; }

# reload LINE...: the file says this now.
reload() {
    printf '%s\n' "$@" >"$tmp/anyward.conf"
    : >"$tmp/anyward-ns-01.log"
    kill -s HUP "${pid[anyward-ns-01]}"
}

program=([ns-01]=bind [ns-02]=bind)
lab_up redistribute-connected
guard_stop ns-01
same=("address = $service" "drain-file = $tmp/ns-01.drain" "socket = $tmp/ns-01.sock")
printf '%s\n' "${same[@]}" >"$tmp/anyward.conf"
spawn anyward-ns-01 ns-01 "$anyward" run --config "$tmp/anyward.conf"
served ns-01 ns-02
before=$(updates vyos-01 10.21.2.1)

reload "${same[@]}" 'check = yetiops.net A' 'interval = 400ms'
eventually logged ns-01 'up: adopted'
for bad in 'interval = 400' 'name = other' 'socket = /run/other'; do
    reload "${same[@]}" "$bad"
    eventually logged ns-01 'not reloaded, and nothing is changed: '
    grep 'not reloaded' "$tmp/anyward-ns-01.log"
done
always 3 announced ns-01
[[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'a reload made a BGP update'

reload "${same[@]}" "address = $second"
eventually there
reload "${same[@]}"
eventually not_there
served ns-01 ns-02
nameserver_kill ns-01               # the daemon after four reloads still guards
served_without ns-01

status=0
on ns-01 "$anyward" run --config "$tmp/anyward.conf" &>"$tmp/second.log" || status=$?
((status == 1)) || fail "a second daemon ended with status $status"
grep "under the name 'anyward'" "$tmp/second.log"
