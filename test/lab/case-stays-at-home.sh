#!/usr/bin/env bash
# A dead node beside one that serves the same address stays down, with the hold and without: its probe does not leave the
# host, where the other node would answer it.
. "$(dirname "$0")/lib.sh"

topology_up
routers_up
guard_start ns-02
eventually held ns-02
nameserver_start ns-02
served ns-02 ns-02
spawn tcpdump ns-01 tcpdump -Q out -lni vyos-01 udp and dst host "$service" and dst port 53
eventually grep -q 'listening on' "$tmp/tcpdump.log"

for hold in always never; do
    flags=(--hold "$hold")
    guard_start ns-01
    eventually logged ns-01 refused
    always 5 withdrawn ns-01
    nameserver_start ns-01
    served ns-01 ns-02
    nameserver_kill ns-01
    eventually withdrawn ns-01
    always 5 withdrawn ns-01
    served ns-02 ns-02
    guard_stop ns-01
done
! grep "> $service.53:" "$tmp/tcpdump.log" || fail 'a probe left the host'

# The trap was open all the time: to ns-01 itself the address is a nameserver that answers, and tcpdump sees the question.
eventually answered ns-01 ns-02
eventually grep -q "> $service.53:" "$tmp/tcpdump.log"
