#!/usr/bin/env bash
# The routers as contrib/vyos tells them (in the words of FRR): both nameservers serve, nothing but the service addresses
# is taken from their hosts, and MED alone sends the clients of a degraded one to the other. Both syntaxes say the same.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/contrib.sh"

router_config() {
    local other='' version=1.3
    if [[ $1 == vyos-02 ]]; then
        version=1.4
        other='s/10\.21\.2\.1 /10.21.2.3 /; s/64520/64530/; s/10\.21\.1\.1 /10.21.1.0 /; s/192\.168\.2\./192.168.3./
            s/10\.21\.2\.0/10.21.2.2/; s/fd00:2:/fd00:3:/; s/fd00:21:/fd00:22:/'
    fi
    sed "$other" "$root/contrib/vyos/vyos-$version.txt" | "$root/test/lab/tool/vyos-to-frr"
}

# known ROUTER PREFIX
known() {
    frr "$1" "show bgp ipv4 unicast $2" | grep -q 'BGP routing table entry'
}

diff <("$root/test/lab/tool/vyos-to-frr" <"$root/contrib/vyos/vyos-1.3.txt") \
    <("$root/test/lab/tool/vyos-to-frr" <"$root/contrib/vyos/vyos-1.4.txt")

flags+=(--soft-check "exec:test ! -e $tmp/HOST.degraded" --degraded-action metric)
contrib_up unbound
touch "$tmp/ns-01.degraded"
both served ns-02 ns-02
rm "$tmp/ns-01.degraded"
both served ns-01 ns-02

# The host of ns-01 announces one more: it has left, but no router has it.
vtysh -N "$lab-ns-01" -c 'configure terminal' -c 'ip prefix-list service-addresses permit 198.51.100.1/32'
ip -n "$lab-ns-01" addr add 198.51.100.1/32 dev lo
announces_more() { frr ns-01 'show bgp ipv4 unicast neighbors 10.21.2.0 advertised-routes' | grep -q 198.51.100.1; }
eventually announces_more
always 3 eval '! known vyos-01 198.51.100.1/32'
known vyos-01 "$service/32"
