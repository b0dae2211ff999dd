# shellcheck shell=bash disable=SC2016
# Boot with a stanza of /etc/network/interfaces, ifdown, ifup, a networking.service that is restarted, a reboot: under
# systemd the hook starts a unit at boot without waiting for it, and waits for its end.

unit=anyward-ifupdown@lo:1.service

before_boot() {
    cat >>/etc/network/interfaces <<'END'

auto lo:1
iface lo:1 inet manual
    anyward-address 169.254.0.1/32
    anyward-check yetiops.net A
    anyward-timeout 2s
    anyward-settle 8s
    anyward-hold-down 2s
    anyward-lease 20s
END
}

# started UNIT: when its process was started, in microseconds since the boot.
started() {
    systemctl show --property ExecMainStartTimestampMonotonic --value "$1"
}

gone() {
    withdrawn ns-01 || fail 'the address is left'
    eventually unrouted vyos-01
    not_held ns-01 || fail 'the hold route is left'
    ! systemctl --quiet is-active "$unit" || fail 'the unit is left'
}

after_boot() {
    serving
    systemctl --quiet is-active "$unit" networking.service
    [[ -z $(journalctl -b --grep 'ordering cycle' --quiet) ]] || fail 'an ordering cycle'
    (($(started "$unit") > $(started networking.service))) || fail 'not after networking.service'
    (($(started "$unit") < $(started named.service))) || fail 'not before the nameserver'

    ifdown lo:1
    gone
    ifup lo:1
    serving
    pid=$(systemctl show --property MainPID --value "$unit")
    ifup --force lo:1
    eventually eval 'journalctl -u "$unit" --grep reloading --quiet | grep -q .'
    always 3 announced ns-01
    [[ $(systemctl show --property MainPID --value "$unit") == "$pid" ]] || fail 'another process after ifup --force'

    # Both wait for each other nowhere.
    timeout 120 systemctl restart networking || fail 'networking.service does not restart'
    serving

    ifdown lo:1
    sed -i 's/anyward-timeout 2s/anyward-timeout 2/' /etc/network/interfaces
    ! ifup lo:1 &>/lab/said || fail 'ifup takes a wrong option'
    cat /lab/said
    grep -q "^anyward: iface lo:1: timeout: '2' is no duration" /lab/said
    gone
    sed -i 's/anyward-timeout 2$/anyward-timeout 2s/' /etc/network/interfaces
    ifup lo:1
    serving
}

after_reboot() {
    serving
    # How the first boot ended.
    journalctl -b -1 -o short-monotonic -u "$unit" -u networking.service | tail -n 25
    [[ -z $(journalctl -b -1 -u networking.service --grep 'timed out|fail' --quiet) ]] || fail 'networking.service did not stop well'
    journalctl -b -1 -u "$unit" --grep 'ending: withdrawing' --quiet | grep -q . || fail 'it was not ended as asked'
    # The static stanza.
    ifdown lo:1
    sed -i 's/lo:1 inet manual/lo:1 inet static/; s/anyward-address/address/' /etc/network/interfaces
    ifup lo:1
    announced ns-01 || fail 'ifupdown has not put it there'
    serving
    journalctl -b -u "$unit" --grep adopted --quiet | grep -q adopted
    ifdown lo:1
    gone
}
