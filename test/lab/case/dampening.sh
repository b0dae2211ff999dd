#!/usr/bin/env bash
# The router damps routes at FRR's defaults (suppressed at a penalty of 2000, 1000 for each withdrawal, half of it forgotten in
# 15 minutes). A nameserver that dies again and again never gets its prefix suppressed at anyward's defaults: after the second
# withdrawal it stays away for those 15 minutes.
. "$(dirname "$0")/../lib/lib.sh"

# path TEXT: what the router says of its paths to the service address.
path() {
    frr vyos-01 "show bgp ipv4 unicast $service" | grep "$1"
}

die_and_return() {
    nameserver_kill ns-01
    eventually withdrawn ns-01
    nameserver_start ns-01
}

lab_up
vtysh -N "$lab-vyos-01" -c 'configure terminal' -c 'router bgp 4290001234' -c 'address-family ipv4 unicast' -c 'bgp dampening'
die_and_return
served ns-01 ns-02
die_and_return
eventually logged ns-01 'every check passes; held down for 15min from the last withdrawal (2 within 30min)'
path Dampinfo
always 15 withdrawn ns-01
! path suppressed || fail 'the router has suppressed it'

# Had it come back sooner: a restart of anyward forgets the hold-down, and the third withdrawal is one too many.
guard_stop ns-01
guard_start ns-01
served ns-01 ns-02
die_and_return
eventually path suppressed
