# shellcheck shell=bash
# A daemon that is stopped (SIGSTOP) guards nothing: its lease ends, and the kernel withdraws the address. systemd's watchdog
# ends it, and the next one brings the address back.

after_boot() {
    serving
    mark
    systemctl kill -s STOP anyward
    from=$SECONDS
    eventually withdrawn ns-01
    echo "withdrawn $((SECONDS - from)) s after SIGSTOP"
    eventually unrouted vyos-01
    eventually logged anyward 'Watchdog timeout'
    serving
    [[ $(show anyward NRestarts) == 1 ]] || fail "restarted $(show anyward NRestarts) times"
}
