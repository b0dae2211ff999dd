#!/usr/bin/env bash
# anyward doctor is silent on both healthy hosts, and finds each fault of FRR that is made on one of them, alone;
# what it says mends it.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/doctor.sh"

# bgp LINE...: below "router bgp" of ns-01. ipv4 LINE...: in its address-family.
bgp() { configure ns-01 'router bgp 64520' "$@"; }
ipv4() { bgp 'address-family ipv4 unicast' "$@"; }

# agreed MODE: the session says so of graceful restart.
agreed() {
    frr ns-01 'show bgp neighbors json' | grep -q "\"localGrMode\":\"$1" &&
        frr ns-01 'show bgp neighbors json' | grep -q '"bgpState":"Established"'
}

# in_rib PROTOCOL: zebra has such a route to the service address.
in_rib() {
    frr ns-01 "show ip route $service/32 json" | grep -q "\"protocol\":\"$1\""
}

lab_up
for host in ns-01 ns-02; do
    finds 0 '' "$host"
    looked_at privileges addresses FRR ifupdown 'nameserver configuration' 'nameserver over TCP' 'resolver of this host'
done

bgp 'no bgp network import-check'
finds 2 frr-no-import-check ns-01
mend ns-01
bgp 'bgp suppress-fib-pending'
finds 2 frr-suppress-fib-pending ns-01
mend ns-01

on ns-01 ip route add blackhole "$service" metric 50
eventually in_rib kernel
finds 2 frr-other-route ns-01
on ns-01 ip route del blackhole "$service" metric 50

ipv4 "no network $service/32"
finds 2 frr-not-announced ns-01
ipv4 'redistribute connected'
finds 2 frr-redistribute-link-local ns-01
mend ns-01
finds 0 '' ns-01
ipv4 'no redistribute connected'

bgp 'neighbor 10.21.2.0 advertisement-interval 11'
finds 1 frr-advertisement-interval ns-01
mend ns-01
finds 0 '' ns-01
finds 1 frr-metric-not-sent ns-01 --drain-metric 2000

bgp 'bgp graceful-restart'
frr ns-01 'clear bgp *'
eventually agreed Restart
finds 1 frr-graceful-restart ns-01
mend ns-01
eventually agreed Helper
bgp 'neighbor 10.21.2.0 graceful-restart'
frr ns-01 'clear bgp *'
eventually agreed Restart
finds 1 frr-graceful-restart ns-01
mend ns-01
eventually agreed Helper

# No FRR there: said, and nothing guessed.
pathspace=nobody finds 0 '' ns-01
not_looked_at FRR
finds 0 '' ns-01
