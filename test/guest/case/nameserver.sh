# shellcheck shell=bash
# "systemctl stop named" withdraws the address, "start" brings it back; a BIND that is killed is started again by systemd,
# and the address goes and comes by itself.

after_boot() {
    serving
    systemctl stop named
    silent
    systemctl start named
    serving

    mark
    systemctl kill -s KILL named
    eventually logged anyward 'up -> down'
    serving
}
