#!/usr/bin/env bash
# A folder of --metrics-file that is missing, or full, is told once, and nothing else suffers; when there is room again
# the file is there.
. "$(dirname "$0")/../lib/lib.sh"

# told LOG WHAT: once, though it was tried again and again.
told() {
    local times
    times=$(grep -c -- "--metrics-file: writing .*: $2" "$tmp/$1.log") || true
    ((times == 1)) || fail "told $times times: $2"
}

flags=(--metrics-file "$tmp/missing/anyward.prom")
lab_up
drain ns-01                     # one more reason to write it
served_without ns-01
undrain ns-01
served ns-01 ns-02
told anyward-ns-01 'No such file or directory'

# Room for a part of the file, on a file system that goes with its process.
mkdir "$tmp/full"
# shellcheck disable=SC2016 # for the inner shell
spawn full ns-01 sh -c 'mount -t tmpfs -o size=8k none "$0" && head -c 4096 /dev/zero >"$0/filler" && exec "$@"' "$tmp/full" \
    "$anyward" run --address 192.0.2.1 --dry-run --name full --socket "$tmp/full.sock" --drain-file "$tmp/full.drain" \
    --check 'a. A' --check 'b. A' --check 'c. A' --metrics-file "$tmp/full/anyward.prom"
eventually grep -q -- '--metrics-file' "$tmp/full.log"
inside=/proc/${pid[full]}/root$tmp/full
[[ -e $inside/filler ]] || fail 'the file system is not there'
touch "$tmp/full.drain"
eventually grep -q -- ' -> drained' "$tmp/full.log"
always 6 test ! -e "$inside/anyward.prom"
told full 'No space left on device'
rm "$inside/filler"
eventually test -s "$inside/anyward.prom"
[[ ! $(promtool check metrics <"$inside/anyward.prom" 2>&1) ]] || fail 'not whole'
end full
