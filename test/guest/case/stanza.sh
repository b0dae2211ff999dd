# shellcheck shell=bash
# A boot where ifupdown puts the address on lo:1, as in the article's /etc/network/interfaces: it is adopted, and from then
# on comes and goes with the nameserver.

before_boot() {
    cat >>/etc/network/interfaces <<'END'

auto lo:1
iface lo:1 inet static
 address 169.254.0.1/32
END
    systemctl enable anyward
}

after_boot() {
    eventually logged anyward 'down -> up: adopted'
    serving
    ip -4 addr show dev lo to "$service" | grep 'scope global dynamic lo:1' || fail "$(ip addr)"
    systemctl stop named
    silent
    systemctl start named
    serving
}
