# shellcheck shell=bash
# What the units leave to the daemon and to the programs of its checks: the daemon is the user anyward with CAP_NET_ADMIN,
# a program has none in effect, and neither may call capset or write anywhere. Their verdicts count.

before_boot() {
    configure anyward "check = exec:$root/test/guest/confined" 'check-timeout = 10s' 'lease = 40s'
    chmod 1777 "$tmp"
    systemctl enable anyward
}

# status FIELD: of the daemon's process.
status() {
    sed -n "s/^$1:[[:blank:]]*//p" "/proc/$(show anyward MainPID)/status"
}

after_boot() {
    serving
    for field in CapInh CapPrm CapEff CapBnd CapAmb; do
        [[ $(status $field) == 0000000000001000 ]] || fail "the daemon has $field $(status $field)"
    done
    [[ $(status Uid) == "$(id -u anyward)"[[:blank:]]* ]] || fail "the daemon is the user $(status Uid)"

    ! setpriv --reuid anyward --clear-groups "$root/test/guest/confined" || fail 'the program sees no difference outside'
    ! logged anyward 'exec:.*: exec: ' || fail 'the program failed under the unit'
    touch "$root/unwell"
    eventually logged anyward 'exit status 1: unwell'
    silent
    rm "$root/unwell"
    serving
}
