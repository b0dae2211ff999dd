# shellcheck shell=bash
# "systemctl reload" takes a changed configuration without a BGP update; with an invalid one it fails, the daemon does not
# hear of it, and nothing changes.

after_boot() {
    serving
    before=$(updates vyos-01 10.21.2.1)
    daemon=$(show anyward MainPID)

    configure anyward 'interval = 400ms'
    mark
    systemctl reload anyward
    eventually logged anyward '^up: adopted'

    configure anyward 'interval = 400'
    mark
    ! systemctl reload anyward || fail 'an invalid configuration was reloaded'
    eventually logged anyward "line [0-9]*: .*interval"
    always 5 announced ns-01
    ! logged anyward 'reload' || fail 'the daemon has heard of an invalid configuration'
    [[ $(show anyward ActiveState) == active ]] || fail "the unit is $(show anyward ActiveState)"

    configure anyward
    mark
    systemctl reload anyward
    eventually logged anyward '^up: adopted'
    [[ $(show anyward MainPID) == "$daemon" ]] || fail 'it is another daemon'
    [[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'a reload made a BGP update'
    serving
}
