#!/usr/bin/env bash
# anyward is killed at each step of a withdrawal, because the nameserver is dead or because it was told to end. Whatever it
# leaves goes at the end of its lease, and the next start does not bring it back for a dead nameserver.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/killed.sh"

all_gone() {
    local host
    for host in $hosts; do
        eventually gone "$host"
    done
}

withdraw_first() { doomed "$1"; }
withdraw() {
    announced_and_traced "$1"
    nameserver_kill "$1"
}

leave_first() { doomed "$1"; }
leave() {
    announced_and_traced "$1"
    kill "${pid[anyward-$1]}" 2>/dev/null || true       # it may be at its step already, for a renewal
}

killed_at_each_step withdraw 8 6
all_gone
put_right gone
killed_at_each_step leave 4 9
all_gone
put_right all_there
