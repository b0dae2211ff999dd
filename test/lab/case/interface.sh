#!/usr/bin/env bash
# The interface is missing at the start, comes, vanishes and comes again, and gets another name. (A veth pair stands in for a dummy device.)
. "$(dirname "$0")/../lib/lib.sh"

plug() {
    ip -n "$lab-ns-01" link add any0 type veth peer name any0-end
    ip -n "$lab-ns-01" link set any0-end up
    ip -n "$lab-ns-01" link set any0 up
}

topology_up
routers_up
guard_start ns-02
eventually held ns-02
nameserver_start ns-02
nameserver_start ns-01

flags=(--interface any0 --hold-down 1s --hold-down-max 1s)
guard_start ns-01
eventually logged ns-01 any0
served ns-02 ns-02
always 2 running anyward-ns-01

for _ in 1 2; do
    plug
    served ns-01 ns-02
    on ns-01 ip addr show dev any0 | grep "inet $service/32 scope global .*any0:1" >/dev/null || fail 'not on any0:1'
    ip -n "$lab-ns-01" link del any0
    served ns-02 ns-02
    always 2 running anyward-ns-01
done

# Another name takes no address along.
plug
served ns-01 ns-02
for command in 'set any0 down' 'set any0 name other0' 'set other0 up'; do
    # shellcheck disable=SC2086
    ip -n "$lab-ns-01" link $command
done
served ns-02 ns-02
eventually withdrawn ns-01
