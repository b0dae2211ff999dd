#!/usr/bin/env bash
# What is wrong in a stanza is said by ifup in one line, and nothing is half done: no address, no anyward, not up.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/ifupdown.sh"

topology_up
ifupdown_host ns-01 </dev/null

article='iface lo:1 inet static
 address 169.254.0.1/32'

# refuses SAID OPTION...: with these options in the article's stanza, whose address ifupdown would put there.
refuses() {
    local said=$1 status=0
    shift
    printf '%s\n' "${stanza:-$article}" "$@" >"$tmp/ns-01/network/interfaces"
    up ns-01 &>"$tmp/said" || status=$?
    ((status)) || fail "ifup takes $*"
    [[ $(grep -c '^anyward: ' "$tmp/said") == 1 ]] || fail "not one line for $*: $(<"$tmp/said")"
    grep -qF -- "anyward: iface lo:1: $said" "$tmp/said" || fail "not '$said', but: $(<"$tmp/said")"
    nothing_left ns-01
    ! inside ns-01 ifquery --state lo:1 >/dev/null || fail "lo:1 counts as up after $*"
}

refuses "'chekc' is no key" 'anyward-chekc yetiops.net A'
refuses "'config' is no key" 'anyward-config /etc/anyward/anyward.conf'
refuses "interval: '5' is no duration" 'anyward-interval 5'
refuses "'interval' is given twice" 'anyward-interval 1s' 'anyward-interval 2s'
refuses "'interval' is given twice" 'anyward-interval 1s' 'anyward-interval-2 2s'
refuses '--fall 9 can never be reached' 'anyward-fall 9'
refuses "address: '169.254.0.1/32' is given twice" 'anyward-address 169.254.0.1/32'
refuses "address: '169.254.0.1/255.255.0.0' has another length" 'netmask 255.255.0.0' 'anyward-rise 3'
stanza='iface lo:1 inet manual' refuses '--address is missing' 'anyward-rise 3'

# A name that is taken.
spawn other ns-01 "$anyward" run --address 192.0.2.53 --hold never --name taken
taken() { [[ $(on ns-01 cat /proc/net/unix) == *@anyward/taken* ]]; }
eventually taken
refuses "another anyward runs under the name 'taken'" 'anyward-name taken'

rm "$tmp/ns-01/bin/anyward"
refuses 'anyward is not installed' 'anyward-rise 3'
