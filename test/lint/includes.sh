#!/bin/sh
# includes.sh ROOT: each C library is included by the files it belongs to, and by no public header.
set -eu
cd "$1"

status=0
# only PATTERN FILE...: the headers that match are included by these files, by each of them, and by no other.
only() {
    pattern=$1
    shift
    wanted=$(printf '%s\n' "$@" | sort)
    found=$(grep -rlE "^[[:blank:]]*#[[:blank:]]*include[[:blank:]]*[<\"]$pattern" src include | sort) || true
    if [ "$found" != "$wanted" ]; then
        printf '<%s...> should be included by\n%s\nand is by\n%s\n' "$pattern" "$wanted" "$found"
        status=1
    fi
}

only 'ldns/' src/dns_message.cpp
only 'netlink/' src/netlink.cpp src/netlink_monitor.cpp src/netlink_socket.cpp src/netlink_socket.hpp src/route_lookup.cpp
only 'systemd/sd-event' src/event_loop.cpp
only 'systemd/sd-journal' src/log.cpp
only 'systemd/sd-daemon' src/daemon.cpp src/observers.cpp src/watchdog.cpp
only 'CLI/' src/options.cpp
exit $status
