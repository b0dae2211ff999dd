# shellcheck shell=bash
# --interface dummy0, a real one, which ifupdown makes at boot: the address lives there, goes with it and comes back with it.

before_boot() {
    cat >>/etc/network/interfaces <<'END'

auto dummy0
iface dummy0 inet manual
 pre-up ip link add dummy0 type dummy
 up ip link set dummy0 up
 post-down ip link del dummy0
END
    configure anyward 'interface = dummy0'
    systemctl enable anyward
}

after_boot() {
    serving
    ip -4 addr show dev dummy0 to "$service" | grep 'scope global dynamic dummy0:1' || fail "$(ip addr)"
    ifdown dummy0
    silent
    ifup dummy0
    serving
}
