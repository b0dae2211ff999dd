# shellcheck shell=bash
# The commands that ask the daemon, under its unit; and a reboot with anyward-drain@.service: the service is drained before
# the nameserver, anyward and FRR are asked to stop, and comes back with the next boot.

before_boot() {
    systemctl enable anyward anyward-drain@anyward
}

after_boot() {
    serving
    anyward status || fail "up, and status ends with $?"
    anyward drain --wait --reason 'kernel update'
    silent
    anyward status >"$tmp/status" || (($? == 1)) || fail "drained, and status ends with $?"
    grep '^drained since .*kernel update' "$tmp/status" || fail 'status says nothing of the drain'
    anyward undrain --wait
    serving
    systemctl --quiet is-active anyward-drain@anyward || fail 'anyward-drain@anyward does not wait for the shutdown'
}

after_reboot() {
    serving
    journalctl -q -b -1 -o short-monotonic >"$tmp/journal"
    order 'anyward\[.*drained: shutdown; withdrawn' 'router\[.*Deleted 169\.254\.0\.1 ' 'anyward\[.*draining -> drained' \
        'Stopping named.service' 'Stopped anyward.service' 'Stopping frr.service'
}
