#!/usr/bin/env bash
# ExaBGP on the nameservers' hosts, as contrib/exabgp says, beside a dry-run anyward that touches nothing: the routes go and
# come back with the nameserver, with a drain, and with the daemon itself, killed or stuck. Nothing is announced before
# somebody was asked, and nobody notices a restart of the daemon.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/contrib.sh"

# gone: ns-01 announces nothing, and ns-02 serves both clients; the address stays on lo.
gone() {
    both served ns-02 ns-02
    [[ ! $(announcements vyos-01 10.21.2.1; announcements vyos-01 10.21.2.1 ipv6) ]] || fail 'ns-01 announces one yet'
    both announced ns-01
}

# probed HOST: more than a few times, by the daemon that runs now.
probed() {
    [[ $(status "$1" checks 0 probes) =~ ^[0-9]{2,}$ ]]
}

exabgp_flags[ns-02]='--silence 600'
flags+=(--dry-run)
topology_up
for host in ns-01 ns-02; do
    on "$host" ip addr add "$service/32" dev lo
    on "$host" ip addr add "$second/128" dev lo
done
routers_up exabgp

# At boot anyward adopts the address, but the nameserver is not ready yet.
eventually grep -qs 'waiting for it' "$tmp/exabgp-ns-01.log"
nameserver_start ns-01 unbound
eventually says_who ns-01 127.0.0.1
nameserver_freeze ns-01
guard ns-01
eventually logged ns-01 'up -> down'
nameserver_start ns-02 unbound
guard ns-02
both served ns-02 ns-02
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

client ns-01 drain --wait
gone
client ns-01 undrain
both served ns-01 ns-02

# What the lease is for elsewhere.
kill -s STOP "${pid[anyward-ns-01]}"
gone
kill -s CONT "${pid[anyward-ns-01]}"
both served ns-01 ns-02
end anyward-ns-01 KILL 2>/dev/null || true
gone
guard ns-01
both served ns-01 ns-02

# The process, killed: ExaBGP starts it anew, and what it had announced is withdrawn all the same.
kill -s KILL "$(pgrep -P "${pid[exabgp-ns-01]}")"
nameserver_kill ns-01
gone

before=$(updates vyos-02 10.21.2.3)
guard_stop ns-02
guard ns-02
eventually probed ns-02
both served ns-02 ns-02
[[ $(updates vyos-02 10.21.2.3) == "$before" ]] || fail 'a restart made a BGP update'
