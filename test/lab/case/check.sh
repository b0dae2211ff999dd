#!/usr/bin/env bash
# anyward check: a line for every check, and the exit status that a monitoring system expects.
. "$(dirname "$0")/../lib/lib.sh"

# check STATUS TEXT FLAG...: ask on ns-01; the text must be in the answer.
check() {
    local status=0
    on ns-01 "$anyward" check --address "$service" --check 'yetiops.net A' "${@:3}" &>"$tmp/check.out" || status=$?
    cat "$tmp/check.out"
    ((status == $1)) || fail "exit status $status instead of $1"
    grep -q -- "$2" "$tmp/check.out" || fail "'$2' is not there"
}

lab_up
check 0 '^ok .* yetiops.net A'
(($(wc -l <"$tmp/check.out") == 2)) || fail 'not one line for each check and the liveness check'
check 2 NXDOMAIN --check 'absent.yetiops.net A'
check 3 '--check' --check 'yetiops.net AAAAA'

# Broken: anyward withdraws, and BIND listens on the loopback address only.
nameserver_break ns-01
served_without ns-01
check 2 SERVFAIL
nameserver_kill ns-01
check 2 'nothing listens'
