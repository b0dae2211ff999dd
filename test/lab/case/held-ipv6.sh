#!/usr/bin/env bash
# NSD, Knot and Unbound start on an IPv6 address that is held and not announced yet, NSD and Unbound with ip-freebind, Knot as it
# is; and lose nothing when the host is drained and comes back.
service=2001:db8::53
. "$(dirname "$0")/../lib/lib.sh"

nsd_options='ip-freebind: yes'
unbound_options='ip-freebind: yes
  access-control: fd00::/8 allow
  access-control: 2001:db8::/32 allow'
topology_up
routers_up redistribute-connected
guard_start ns-02
eventually held ns-02
nameserver_start ns-02 unbound
served ns-02 ns-02

for name in nsd knot unbound; do
    drain ns-01
    guard_start ns-01
    eventually held ns-01
    nameserver_start ns-01 "$name"
    eventually answered ns-01 ns-01
    withdrawn ns-01 || fail 'announced while drained'
    undrain ns-01
    served ns-01 ns-02

    asking 1000 client-01 "queries-$name"
    drain ns-01
    served_without ns-01
    always 2 withdrawn ns-01
    undrain ns-01
    served ns-01 ns-02
    end "queries-$name"
    echo "$name: $(paste -sd ' ' "$tmp/queries-$name.log")"
    [[ $(figure lost "queries-$name") == 0 ]] || fail "$name lost queries"

    guard_stop ns-01
    nameserver_stop ns-01
    served ns-02 ns-02
done
