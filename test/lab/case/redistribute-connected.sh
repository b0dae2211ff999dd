#!/usr/bin/env bash
# The other way of announcing: "redistribute connected" with 192.0.2.53. Nothing else of the host is announced.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"

lab_up redistribute-connected
for pair in 'ns-01 vyos-01 10.21.2.1' 'ns-02 vyos-02 10.21.2.3'; do
    read -r host router neighbour <<<"$pair"
    told=$(announcements "$router" "$neighbour")
    [[ $told == '"network":"192.0.2.53/32"' ]] || fail "$host announces $told"
    nameserver_kill "$host"
    served_without "$host"
    nameserver_start "$host"
    served ns-01 ns-02
done
