# shellcheck shell=bash
# A reboot: the address is withdrawn, and anyward has ended, before FRR is asked to stop, and the router has lost the route
# before FRR has stopped. (BIND goes first: its end is what withdraws the address.) Then everything comes back.

after_boot() {
    serving
}

after_reboot() {
    serving
    journalctl -q -b -1 -o short-monotonic >"$tmp/journal"
    order 'anyward\[.*up -> down' 'router\[.*Deleted 169\.254\.0\.1 ' 'Stopped frr.service'
    order 'anyward\[.*ending: withdrawing' 'Stopped anyward.service' 'Stopping frr.service'
    ! grep -E 'anyward.*(Failed|timed out|SIGKILL)' "$tmp/journal" || fail 'anyward did not end well'
}
