#!/usr/bin/env bash
# BIRD on the nameservers' hosts, as contrib/bird says: it announces the addresses and nothing else, sees nothing of a lease
# that is prolonged, withdraws at its end, and when the nameserver is killed; a drain loses no query. With the article's
# address, which FRR does not redistribute.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/contrib.sh"

contrib_up unbound bird
for address in "ipv4 $service/32" "ipv6 $second/128"; do
    told=$(announcements vyos-01 10.21.2.1 "${address% *}")
    [[ $told == "\"network\":\"${address#* }\"" ]] || fail "ns-01 announces $told"
done

before=$(updates vyos-01 10.21.2.1)
always 15 announced ns-01           # longer than a lease
[[ $(updates vyos-01 10.21.2.1) == "$before" ]] || fail 'a prolonged lease made a BGP update'

drained_without_loss

nameserver_kill ns-01
both served_without ns-01
nameserver_start ns-01
both served ns-01 ns-02

end anyward-ns-02 KILL 2>/dev/null || true
eventually withdrawn ns-02
both served ns-01 ns-01
