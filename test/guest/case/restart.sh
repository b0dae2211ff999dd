# shellcheck shell=bash
# "systemctl restart", and a daemon that is killed, which systemd starts again: the next one adopts the address, and not one
# BGP update reaches the router.

# again COMMAND...: that ends the daemon; there is a new one, and the address stays.
again() {
    local before
    before=$(show anyward MainPID)
    mark
    "$@"
    eventually logged anyward 'down -> up: adopted'
    always 5 announced ns-01
    [[ $(show anyward MainPID) != "$before" ]] || fail 'the daemon is the same'
}

after_boot() {
    serving
    before=$(updates vyos-01 10.21.2.1)
    again systemctl restart anyward
    again systemctl kill -s KILL anyward
    again systemctl kill -s KILL anyward
    [[ $(show anyward NRestarts) == 2 ]] || fail "systemd counts $(show anyward NRestarts) restarts"
    [[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'a restart made a BGP update'
    serving

    systemctl stop anyward              # the witness does see it when the address goes
    eventually withdrawn ns-01
    eventually unrouted vyos-01
    (($(updates vyos-01 10.21.2.1) > before)) || fail 'a withdrawal is not counted as an update'
}
