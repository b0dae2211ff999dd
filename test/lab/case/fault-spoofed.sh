#!/usr/bin/env bash
# Answers with a wrong id, or from a wrong port, reach every port that anyward asks from, as many as this machine can send, from
# one who sees each question: none of them makes a nameserver that answers a dead one, nor a hung one alive.
# Runs alone: it takes a core for itself.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

# spoofed WRONG...: they come.
spoofed() {
    rm -f "$tmp/spoof-$1.log"
    spawn "spoof-$1" ns-01 "$root/test/lab/tool/spoof" "$@"
    eventually grep -qs ready "$tmp/spoof-$1.log"
}
spoofed_no_more() {
    end "spoof-$1" || fail "$(cat "$tmp/spoof-$1.log")"
    tail -n 1 "$tmp/spoof-$1.log"
}

flags=(--hold-down 1s --hold-down-max 1s)
lab_up
asking 100
for wrong in id port; do
    before=$(changes)
    spoofed "$wrong" --servfail
    always 10 unchanged "$before"
    spoofed_no_more "$wrong"
done
served ns-01 ns-02
lost

for wrong in id port; do
    spoofed "$wrong"
    nameserver_freeze ns-01
    served_without ns-01
    spoofed_no_more "$wrong"
    nameserver_thaw ns-01
    served ns-01 ns-02
done
