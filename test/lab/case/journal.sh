#!/usr/bin/env bash
# Where stderr is the journal, entries go there with their fields (here a socket in its place, that prints them), and the
# catalog explains each.
. "$(dirname "$0")/../lib/lib.sh"

hosts=ns-01
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
cat >"$tmp/journal.py" <<'END'
import os, socket, subprocess, sys

os.makedirs("/run/systemd/journal", exist_ok=True)
journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
journal.bind("/run/systemd/journal/socket")
with open(sys.argv[1], "w") as stderr:
    stream = os.fstat(stderr.fileno())
    environment = dict(os.environ, JOURNAL_STREAM=f"{stream.st_dev}:{stream.st_ino}")
    daemon = subprocess.Popen(sys.argv[2:], stderr=stderr, env=environment)
    journal.settimeout(60)
    while True:
        entry = journal.recv(65536).decode()
        print(entry.replace("\n", "|"), flush=True)
        if "ANYWARD_STATE=down" in entry:
            break
    journal.close()
    daemon.terminate()
    sys.exit(daemon.wait())
END
spawn nameserver ns-01 "$root/test/lab/tool/fake-nameserver" --port 5353 good
spawn journal ns-01 unshare -m sh -c 'mount -t tmpfs none /run/systemd && exec "$@"' sh \
    python3 "$tmp/journal.py" "$tmp/stderr" "$anyward" run --address "$service" --server 127.0.0.1#5353 \
    --drain-file "$tmp/drain" --socket "$tmp/sock"
eventually grep -q 'MESSAGE=down -> up' "$tmp/journal.log"
end nameserver || true
ended() { ! running journal; }
eventually ended
end journal || fail "anyward ended with status $?"
cat "$tmp/journal.log"
grep -q "MESSAGE=up -> down: .*|PRIORITY=4|SYSLOG_IDENTIFIER=anyward|ANYWARD_NAME=anyward|MESSAGE_ID=[0-9a-f]\{32\}|ANYWARD_STATE=down|\
ANYWARD_PREVIOUS=up|ANYWARD_REASON=.*refused.*|ANYWARD_ADDRESSES=$service/32|" "$tmp/journal.log" || fail 'not these fields'
sed -n 's/.*|MESSAGE_ID=\([0-9a-f]*\).*/\1/p' "$tmp/journal.log" | while read -r id; do
    grep -qx -- "-- $id" "$root/contrib/systemd/anyward.catalog" || fail "$id is not in the catalog"
done
