#!/usr/bin/env bash
# The drain file's folder is full, then read-only: drain says so and changes nothing, and what guards the service goes on.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

# guard_at_run: anyward on ns-01 with all its files on a file system of their own, 16 KiB large; the folder that is found
# under /proc is the client's view of it.
guard_at_run() {
    # shellcheck disable=SC2016 # for the inner shell
    spawn anyward-ns-01 ns-01 sh -c 'mount -t tmpfs -o size=16k none "$0" && exec "$@"' "$tmp/run" \
        "$anyward" run --address "$service" --check 'yetiops.net A' --hold-down 1s --hold-down-max 1s --drain-file "$tmp/run/drain" \
        --socket "$tmp/run/sock" --metrics-file "$tmp/run/anyward.prom"
    run=/proc/${pid[anyward-ns-01]}/root$tmp/run
}
asked() { "$anyward" "$@" --socket "$run/sock"; }
remount() { nsenter --target "${pid[anyward-ns-01]}" --mount mount -o "remount,$1" "$tmp/run"; }

# refused COMMAND TEXT: with one line that says so; the service stays as it is.
refused() {
    local status=0
    asked "$1" >"$tmp/refused" 2>&1 || status=$?
    ((status == 3)) || fail "$1: exit status $status"
    grep -q "$2" "$tmp/refused" || fail "$1: $(cat "$tmp/refused")"
    (($(wc -l <"$tmp/refused") == 1)) || fail "$1: more than one line"
}

mkdir "$tmp/run"
topology_up
routers_up
guard_start ns-02
guard_at_run
eventually held ns-01
nameserver_start ns-01 unbound          # which does not close its socket when the address goes
nameserver_start ns-02
served ns-01 ns-02
eventually test -s "$run/anyward.prom"
asking 100

before=$(changes)
head -c 16384 /dev/zero >"$run/filler" 2>/dev/null || true
refused drain 'No space left on device'
unchanged "$before" || fail 'it drained by half'
[[ ! -e $run/drain ]] || fail 'a drain file is left, empty or not'
rm "$run/filler"

asked drain --wait
served_without ns-01
head -c 16384 /dev/zero >"$run/filler" 2>/dev/null || true
asked undrain --wait
served ns-01 ns-02

before=$(changes)
remount ro
refused drain 'Read-only file system'
unchanged "$before" || fail 'it drained by half'
none_lost
remount rw
asked drain --wait
remount ro
refused undrain 'Read-only file system'
served_without ns-01
remount rw
asked undrain --wait
remount ro
nameserver_kill ns-01
served_without ns-01
nameserver_start ns-01 unbound
served ns-01 ns-02
guard_stop ns-01

# Started where nothing can be written.
# shellcheck disable=SC2016 # for the inner shell
spawn anyward-ns-01 ns-01 sh -c 'mount -t tmpfs -o ro none "$0" && exec "$@"' "$tmp/run" "$anyward" run \
    --address "$service" --check 'yetiops.net A' --drain-file "$tmp/run/drain" --socket "$tmp/run/sock"
served ns-01 ns-02
logged ns-01 'no status socket, so .*Read-only file system' || fail 'it does not say so'
