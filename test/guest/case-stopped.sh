# shellcheck shell=bash
# A daemon that is stopped (SIGSTOP) guards nothing: its lease ends and the kernel withdraws the address. When it goes on,
# it says so and is up again without a hold-down.

after_boot() {
    serving
    mark
    systemctl kill -s STOP anyward
    from=$SECONDS
    eventually withdrawn ns-01
    echo "withdrawn $((SECONDS - from)) s after SIGSTOP"
    eventually unrouted vyos-01
    systemctl kill -s CONT anyward
    eventually logged anyward 'up -> down: the lease ran out'
    serving
    ! logged anyward 'held down' || fail 'held down, though the nameserver was well'
}
