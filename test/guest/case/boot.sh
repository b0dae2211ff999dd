# shellcheck shell=bash
# A boot with the unit enabled: it is ready after FRR and before BIND, the address is announced, the router has the route and
# gets answers there; the user and the folder are there; systemd has nothing to complain about.

started() { show "$1" ExecMainStartTimestampMonotonic; }
ready() { show "$1" ActiveEnterTimestampMonotonic; }

after_boot() {
    serving
    echo "up $(cut -d ' ' -f 1 /proc/uptime) s after the kernel: $(show anyward StatusText)"
    (($(ready frr) <= $(started anyward))) || fail 'started before FRR was ready'
    (($(ready networking) <= $(started anyward))) || fail 'started before the interfaces were there'
    (($(ready anyward) <= $(started named))) || fail 'BIND was started before anyward was ready'
    [[ $(stat -c %U:%a /run/anyward) == anyward:755 ]] || fail "$(ls -ld /run/anyward)"
    [[ -e /usr/share/man/man8/anyward.8 ]] || fail 'no man page'
    ! journalctl -q -b _PID=1 -p warning | grep -i anyward || fail 'systemd complains'
    ! journalctl -q -b | grep -i 'ordering cycle' || fail 'an ordering cycle'
    [[ $(show anyward NRestarts) == 0 ]] || fail 'it needed more than one start'
}
