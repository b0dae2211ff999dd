#!/usr/bin/env bash
# anyward gets no memory more while clients of its status socket make it want some: it says so and ends. What it announced is
# left to its lease: a start in time, as systemd makes it, adopts it and no client notices; without one it goes.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

cat >"$tmp/greedy.py" <<'END'
import socket, sys

clients = []
for _ in range(64):
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(0.5)
    try:
        client.connect(sys.argv[1])
        clients.append(client)
        for _ in range(10):
            client.sendall(b'{"request": "status"}\n' * 2000)
    except OSError:
        pass
END

ended() { ! running anyward-ns-01; }

# out_of_memory: what it has now is all that it gets.
out_of_memory() {
    local size
    size=$(awk '/^VmSize/ { print $2 * 1024 }' "/proc/${pid[anyward-ns-01]}/status")
    prlimit --pid "${pid[anyward-ns-01]}" --as="$size:"
    on ns-01 python3 "$tmp/greedy.py" "$tmp/ns-01.sock"
    eventually ended
    ! wait "${pid[anyward-ns-01]}" || fail 'that was no failure'
    logged ns-01 'no memory is left' || fail 'it does not say so'
}

lab_up
asking 100
for _ in 1 2 3; do
    out_of_memory
    guard_start ns-01
    eventually test -S "$tmp/ns-01.sock"
    served ns-01 ns-02
done
none_lost

out_of_memory
unset 'pid[anyward-ns-01]'
eventually withdrawn ns-01
served ns-02 ns-02
