#!/bin/sh
# includes.sh ROOT: what the rooms of src/ and include/anyward/ include of each other, and which files include a library.
set -eu
cd "$1"

# A line for each room (src/README.md has their duties): what it may include besides itself.
rooms='
base:
check:    base
health:   base check
config:   base check health
kernel:   base
announce: base health kernel
probe:    base check config kernel
operator: base check health config probe
daemon:   base check health config kernel announce probe operator
doctor:   base check config kernel probe
command:  base check health config kernel announce probe operator daemon
'
# What src/main.cpp may include.
above='base config command doctor'

status=0
complain() {
    echo "$*"
    status=1
}

# may_include FILE ROOM ROOMS: each include of FILE, which is in ROOM, is of one of ROOMS.
may_include() {
    headers=$(sed -nE 's/^[[:blank:]]*#[[:blank:]]*include[[:blank:]]*["<]([^">]*\.hpp)[">].*/\1/p' "$1")
    for included in $headers; do
        case $included in
            *..*) room='none: a path that leaves its folder' ;;
            anyward/*/*) room=${included#anyward/} room=${room%%/*} ;;
            */*) continue ;;
            *) room=$2; [ -e "${1%/*}/$included" ] || room="none: no file $included beside it" ;;
        esac
        case " $3 " in
            *" $room "*) ;;
            *) complain "$1 ($2) includes $included ($room); $2 may include: $3" ;;
        esac
    done
}

names=$(echo "$rooms" | sed -n 's/:.*//p')
for folder in src/*/ include/anyward/*/; do
    name=$(basename "$folder")
    echo "$names" | grep -qx "$name" || complain "$folder is no room; give it a line in $0, and a duty in src/README.md"
done
for name in $names; do
    allowed=$(echo "$rooms" | sed -n "s/^$name: *//p")
    for folder in src/$name include/anyward/$name; do
        [ -d "$folder" ] || { complain "the room $name has no folder $folder"; continue; }
        for file in "$folder"/*; do
            may_include "$file" "$name" "$name $allowed"
        done
    done
    grep -q "^| $name |" src/README.md || complain "src/README.md does not say what the room $name is for"
done
for file in src/*.cpp; do
    may_include "$file" main "$above"
done

# only PATTERN FILE...: the headers that match are included by these files, by each of them, and by no other.
only() {
    pattern=$1
    shift
    wanted=$(printf '%s\n' "$@" | sort)
    found=$(grep -rlE "^[[:blank:]]*#[[:blank:]]*include[[:blank:]]*[<\"]$pattern" src include | sort) || true
    [ "$found" = "$wanted" ] || complain "<$pattern...> should be included by
$wanted
and is by
$found"
}

only 'CLI/' src/config/options.cpp
only 'cap-ng' src/base/user.cpp
only 'ldns/' src/check/dns_message.cpp
only 'netlink/' src/kernel/netlink.cpp src/kernel/netlink_messages.cpp src/kernel/netlink_monitor.cpp \
    src/kernel/netlink_socket.cpp src/kernel/netlink_socket.hpp src/kernel/route_lookup.cpp
only 'systemd/sd-event' src/base/event_loop.cpp
only 'systemd/sd-journal' src/base/log.cpp
only 'systemd/sd-daemon' src/base/watchdog.cpp src/daemon/daemon.cpp src/operator/reporter.cpp
exit $status
