#!/usr/bin/env bash
# anyward is killed at each step of a start, on a host without the addresses and on one that has them from the last time:
# what it leaves has a lease, and the next start puts things right.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/killed.sh"

start_first() { :; }
start() { faulty "$1" doomed; }

adopt_first() {
    printf 'addr add %s dev lo valid_lft 60 preferred_lft 60\n' "${addresses[@]}" | ip -n "$lab-$1" -batch -
}
adopt() { faulty "$1" doomed; }

killed_at_each_step start 12 18
put_right all_there
killed_at_each_step adopt 12 18
put_right all_there
