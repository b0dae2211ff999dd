#!/usr/bin/env bash
# Clients of the status socket that are slow, silent, unclear or many: the service is guarded all the same, and whoever
# asks as he ought to gets his answer.
. "$(dirname "$0")/../lib/lib.sh"

lab_up
cat >"$tmp/client.py" <<'END'
import json, socket, sys

path = sys.argv[1]

def connect():
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(30)
    client.connect(path)
    return client

def ask(line):
    client = connect()
    client.sendall(line)
    return json.loads(client.makefile().readline())

def ends(client):
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        pass

for line in (b"\n", b"status\n", b"[]\n", b'{"request": 1}\n', b'{"request": "stop"}\n', b"{}\n", b"\xff\n"):
    assert "error" in ask(line), line
assert "at most" in ask(b"x" * 5000)["error"]
assert ask(b'{"request": "status"}\n')["state"] == "up"

# Several in one segment, and one byte after the other.
client = connect()
client.sendall(b'{"request": "status"}\n' * 20)
lines = client.makefile()
assert all(json.loads(lines.readline())["state"] == "up" for _ in range(20))
client = connect()
for byte in b'{"request": "status"}\n':
    client.sendall(bytes([byte]))
assert json.loads(client.makefile().readline())["name"]

# A megabyte without an end, and requests whose answers nobody reads.
client = connect()
try:
    client.sendall(b"x" * 1024 * 1024)
except (BrokenPipeError, ConnectionResetError):
    pass
ends(client)
deaf = connect()
deaf.settimeout(1)
try:
    for _ in range(100000):
        deaf.sendall(b'{"request": "status"}\n')
    raise SystemExit("it takes whatever comes")
except socket.timeout:
    pass

# Watchers, more than it takes; they hold no place of those who ask.
watchers = [connect() for _ in range(32)]
for watcher in watchers:
    watcher.sendall(b'{"request": "watch"}\n')
    assert json.loads(watcher.makefile().readline())["event"] == "status"
assert "watchers" in ask(b'{"request": "watch"}\n')["error"]

# Silent ones, more than there are places: they are let go, and soon.
silent = [connect() for _ in range(100)]
assert ask(b'{"request": "status"}\n')["state"] == "up"
ends(silent[0])

# A thousand at once, each with a question.
crowd = [connect() for _ in range(1000)]
for client in crowd:
    client.sendall(b'{"request": "status"}\n')
for client in crowd:
    assert json.loads(client.makefile().readline())["state"] == "up"
    client.close()
print("done")
END
on ns-01 python3 "$tmp/client.py" "$tmp/ns-01.sock" || fail 'see above'
served ns-01 ns-02
grep -q ' -> down' "$tmp/anyward-ns-01.log" && fail 'it flapped'

# Eight that ask and read without a pause: what guards the service comes before them.
cat >"$tmp/greedy.py" <<'END'
import socket, sys, threading

def ask():
    client = socket.socket(socket.AF_UNIX)
    client.connect(sys.argv[1])
    request = b'{"request": "status"}\n' * 50
    threading.Thread(target=lambda: [client.sendall(request) for _ in iter(int, 1)], daemon=True).start()
    while client.recv(65536):
        pass

for _ in range(8):
    threading.Thread(target=ask, daemon=True).start()
print("asking", flush=True)
threading.Event().wait()
END
spawn greedy ns-01 python3 "$tmp/greedy.py" "$tmp/ns-01.sock"
eventually grep -q asking "$tmp/greedy.log"
nameserver_kill ns-01
served_without ns-01
nameserver_start ns-01
eventually logged ns-01 'held down'
running greedy || fail 'nobody was asking any more'
