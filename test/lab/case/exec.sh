#!/usr/bin/env bash
# A check that runs a program: the service follows its exit status, and one that hangs is killed with all that it has started.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
guard_stop ns-01
touch "$tmp/good"
flags=(--check "exec:test -e $tmp/good")
guard_start ns-01
served ns-01 ns-02
rm "$tmp/good"
served_without ns-01
logged ns-01 'up -> down: check .exec:test .*: exec: exit status 1' || fail 'it was not the program that brought it down'
touch "$tmp/good"
served ns-01 ns-02

# The lock is free again only when the child, which has inherited it, has gone too.
status=0
on ns-01 "$anyward" check --address "$service" --check-timeout 2s \
    --check "exec:sh -c \"exec 9>$tmp/lock; flock 9; echo locked; sleep 1000 & sleep 1000\"" >"$tmp/check.out" || status=$?
cat "$tmp/check.out"
((status == 2)) || fail "exit status $status instead of 2"
grep -q '^timeout .*did not end within 2s, killed: locked' "$tmp/check.out" || fail 'not killed at its deadline'
eventually flock --nonblock "$tmp/lock" true
