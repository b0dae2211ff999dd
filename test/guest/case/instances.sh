# shellcheck shell=bash
# Two services on one host, anyward@a and anyward@b: each has its own life.

other=192.0.2.53

before_boot() {
    configure a
    service=$other configure b
    sed -i "/169\.254\.0\.1\/32$/{p; s/169\.254\.0\.1/$other/}" /etc/frr/frr.conf
    systemctl enable anyward@a anyward@b
}

after_boot() {
    serving
    service=$other serving
    touch /run/anyward/a.drain
    silent
    service=$other always 3 announced ns-01
    service=$other serving
    rm /run/anyward/a.drain
    serving

    systemctl stop anyward@b
    service=$other eventually withdrawn ns-01
    service=$other eventually unrouted vyos-01
    serving
    [[ -d /run/anyward ]] || fail 'one instance took the folder of all away'
    systemctl start anyward@b
    service=$other serving
}
