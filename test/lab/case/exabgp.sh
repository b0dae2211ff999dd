#!/usr/bin/env bash
# ExaBGP instead of FRR, as contrib/exabgp says: nothing is announced before the nameserver has answered, and the routes go
# and come back with it, and with a drain, which loses no query.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/exabgp.sh"

exabgp_hosts_up
nameserver_start ns-02 unbound
guard ns-02
both served ns-02 ns-02

# At boot anyward adopts the address, but the nameserver is not ready yet.
nameserver_start ns-01 unbound
eventually says_who ns-01 127.0.0.1
nameserver_freeze ns-01
guard ns-01
eventually logged ns-01 'up -> down'
! grep 'route added' "$tmp/exabgp-ns-01.log" || fail 'announced, and nobody had answered'
nameserver_thaw ns-01
both served ns-01 ns-02
for address in "ipv4 $service/32" "ipv6 $second/128"; do
    told=$(announcements vyos-01 10.21.2.1 "${address% *}")
    [[ $told == "\"network\":\"${address#* }\"" ]] || fail "ns-01 announces $told"
done

nameserver_kill ns-01
gone
nameserver_start ns-01
both served ns-01 ns-02

asking 150
client ns-01 drain --wait
gone
client ns-01 undrain
both served ns-01 ns-02
end queries
[[ $(figure answered_by) == *ns-02* ]] || fail 'ns-02 did not answer'
[[ $(figure lost) == 0 ]] || fail "queries were lost: $(paste -sd ' ' "$tmp/queries.log")"
