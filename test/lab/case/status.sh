#!/usr/bin/env bash
# What an operator asks a running daemon: status and its exit status, watch over a restart, and a second daemon at the same
# socket, which is refused.
. "$(dirname "$0")/../lib/lib.sh"

state_is() { [[ $(status "$1" state) == "\"$2\"" ]]; }

lab_up
eventually state_is ns-01 up
client ns-01 status >"$tmp/text" || fail "up, and status ends with $?"
grep -qx 'anyward is up for .*: every check passed 3 times in a row' "$tmp/text" || fail 'no first line'
grep -q "^  $service/32 on lo: announced, answers, lease [0-9.]* s, held$" "$tmp/text" || fail 'no line on the address'
grep -q 'ok   liveness localhost A' "$tmp/text" || fail 'no line on the liveness check'
[[ $(status ns-01 addresses 0 announced) == true && $(status ns-01 addresses 0 covered_by) == null ]] ||
    fail "$(status ns-01 addresses)"
[[ $(stat -c %a "$tmp/ns-01.sock") == 660 ]] || fail 'not mode 0660'

spawn watch ns-01 "$anyward" watch --socket "$tmp/ns-01.sock"
eventually grep -q ' up: every check' "$tmp/watch.log"
nameserver_kill ns-01
served_without ns-01
eventually grep -q ' up -> down: .*refused' "$tmp/watch.log"
grep -q ' liveness localhost A .*: refused: ' "$tmp/watch.log" || fail 'the watch tells of no probe'
result=0
client ns-01 status >"$tmp/text" || result=$?
((result == 2)) || fail "down, and status ends with $result"
grep -q -- '-> nothing listens there' "$tmp/text" || fail 'no advice'
# The other node's route has come by BGP, over the router.
covered() { [[ $(status ns-01 addresses 0 covered_by) == '"10.21.2.0"' ]]; }
eventually covered
grep -q 'served by way of 10.21.2.0' <(client ns-01 status) || fail 'status does not say who serves'
nameserver_kill ns-02
eventually logged ns-01 'nobody else serves'
nameserver_start ns-02
eventually logged ns-01 'somebody else serves now'

guard_stop ns-01
result=0
client ns-01 status 2>"$tmp/text" || result=$?
((result == 3)) || fail "no daemon, and status ends with $result"
grep -q 'no daemon answers' "$tmp/text" || fail 'it does not say so'
guard_start ns-01
eventually state_is ns-01 down
lines() { (($(grep -c ' down: started' "$tmp/watch.log") >= 1)); }
eventually lines

result=0
on ns-02 "$anyward" run --address 192.0.2.1 --name second --socket "$tmp/ns-01.sock" 2>"$tmp/text" || result=$?
((result == 2)) || fail "a second daemon at the same socket ended with $result"
grep -q "another anyward, or somebody else, listens at $tmp/ns-01.sock" "$tmp/text" || fail 'it does not say why'
state_is ns-01 down || fail 'the first one suffered'

# A socket that a killed daemon left is replaced, whatever else is there is not.
end anyward-ns-01 KILL 2>/dev/null || true
[[ -S $tmp/ns-01.sock ]] || fail 'it left no socket'
guard_start ns-01
eventually state_is ns-01 down
touch "$tmp/file"
result=0
on ns-02 "$anyward" run --address 192.0.2.1 --name second --socket "$tmp/file" 2>"$tmp/text" || result=$?
((result == 2)) || fail "with a file in the socket's place it ended with $result"
grep -q 'is no socket' "$tmp/text" || fail 'it does not say why'
# One that cannot be made hinders nobody.
spawn third ns-02 "$anyward" run --address 192.0.2.1 --name third --socket /proc/nowhere/sock
eventually grep -q 'no status socket' "$tmp/third.log"
guards() { [[ $(on ns-02 ip route show table local 192.0.2.1 proto 199) ]]; }
eventually guards
end third
