# shellcheck shell=bash
# Somebody sets the clock a day forth, and back: not one BGP update reaches the router, a dead nameserver is withdrawn as ever,
# and a drain with an end is over when the clock says so.

after_boot() {
    serving
    local before step
    before=$(updates vyos-01 10.21.2.1)
    for step in '+1 day' '-2 days' '+1 day'; do
        date -s "$step"
        always 15 announced ns-01       # longer than a lease
    done
    [[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'a step of the clock made a BGP update'

    date -s '-1 day'
    systemctl stop named
    silent
    date -s '+1 day'
    systemctl start named
    serving

    anyward drain --wait --for 1h --reason 'until the clock says so'
    silent
    date -s '+1 day'
    serving
    [[ ! -e /run/anyward/anyward.drain ]] || fail 'the drain is over, and its file is there'
}
