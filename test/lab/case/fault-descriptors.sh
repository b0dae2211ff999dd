#!/usr/bin/env bash
# anyward may open no descriptor more: no question can be asked, so nothing shows that the nameserver serves, and the address
# is withdrawn; it says why, still withdraws and deletes, and goes on by itself as soon as there are descriptors again.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

# descriptors SOFT: of anyward on ns-01; what is open stays.
descriptors() { prlimit --pid "${pid[anyward-ns-01]}" --nofile="$1:"; }

flags=(--hold-down 1s --hold-down-max 1s)
lab_up
asking 100
for round in 1 2 3; do
    descriptors 4
    served_without ns-01
    descriptors 1024
    served ns-01 ns-02
done
logged ns-01 'Too many open files' || fail 'it does not say what was wrong'
lost
echo "withdrawn and announced $round times"

# Ended while it has none.
descriptors 4
guard_stop ns-01
withdrawn ns-01 || fail 'an address is left'
