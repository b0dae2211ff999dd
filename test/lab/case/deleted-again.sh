#!/usr/bin/env bash
# A script deletes the address whenever it sees it: anyward puts it back more and more seldom and says so, and there is peace as
# soon as the script ends.
. "$(dirname "$0")/../lib/lib.sh"

# announcements: how often the address has come to the interface.
announcements() { grep -c "^[0-9]*: lo .*inet $service/32 " "$tmp/addresses.log" || true; }

announced_times() { (($(announcements) >= $1)); }

# watching: an address of our own shows that the recording has begun.
watching() {
    ip -n "$lab-ns-01" addr add 198.51.100.1/32 dev lo
    ip -n "$lab-ns-01" addr del 198.51.100.1/32 dev lo
    grep -q 198.51.100.1 "$tmp/addresses.log"
}

lab_up
spawn addresses ns-01 ip -o monitor address
eventually watching
from=$SECONDS
# shellcheck disable=SC2016
spawn deleter ns-01 sh -c 'while :; do ip addr del "$1" dev lo 2>/dev/null; sleep 0.02; done' deleter "$service/32"
eventually logged ns-01 'somebody deleted 1 of the 1 announced from lo; putting it back in 0s'
eventually announced_times 5          # at once, and after 1, 2, 4 and 8 seconds
((SECONDS - from >= 14)) || fail "5 times in $((SECONDS - from)) s"
grep somebody "$tmp/anyward-ns-01.log"
end deleter 2>/dev/null || true
served ns-01 ns-02
logged ns-01 'up -> ' && fail 'a state of the service changed'
always 2 announced ns-01
