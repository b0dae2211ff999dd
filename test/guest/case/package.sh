# shellcheck shell=bash
# The Debian package under systemd: installed it guards nothing before it is told to; upgraded, two services go on and not
# one BGP update reaches the router; removed, it withdraws first and leaves nothing behind.
# Wants the packages: /lab/older.deb, and /lab/anyward.deb to upgrade to.

other=192.0.2.53

before_boot() {
    service=$other configure b
    sed -i "/169\.254\.0\.1\/32$/{p; s/169\.254\.0\.1/$other/}" /etc/frr/frr.conf
}

version() { dpkg-query -W -f '${Version}' anyward; }
restarted() { [[ $(show "$1" MainPID) != "$2" ]]; }

after_boot() {
    local unit
    ! command -v anyward || fail 'it is there before it is installed'
    dpkg -i /lab/older.deb
    for unit in anyward.service anyward@b.service; do
        [[ $(show "$unit" ActiveState) == inactive ]] || fail "$unit is $(show "$unit" ActiveState)"
    done
    systemctl enable --now anyward anyward@b
    serving
    service=$other serving

    local old before other_before updates_before
    old=$(version) before=$(show anyward MainPID) other_before=$(show anyward@b MainPID)
    updates_before=$(updates vyos-01 10.21.2.1)
    mark
    dpkg -i /lab/anyward.deb
    [[ $(version) != "$old" ]] || fail 'that was no upgrade'
    eventually restarted anyward "$before"
    eventually restarted anyward@b "$other_before"
    eventually logged anyward 'down -> up: adopted'
    eventually logged anyward@b 'down -> up: adopted'
    always 5 announced ns-01
    [[ $(updates vyos-01 10.21.2.1) == "$updates_before" ]] || fail 'the upgrade made a BGP update'
    serving

    dpkg -r anyward
    withdrawn ns-01 || fail 'removed, and the address is left'
    service=$other withdrawn ns-01 || fail 'removed, and the other address is left'
    eventually unrouted vyos-01
    ! pgrep -x anyward || fail 'removed, and it runs'
    [[ -e /etc/anyward/anyward.conf ]] || fail 'removed, and the configuration is gone'
    dpkg -P anyward
    [[ ! -e /run/anyward ]] || fail 'purged, and /run/anyward is left'
}
