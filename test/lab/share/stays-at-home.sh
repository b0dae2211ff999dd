# shellcheck shell=bash
# A dead node beside one that serves the same address: what the cases stays-at-home and stays-at-home-ipv6 show.

# stays_at_home STYLE: with the hold and without, no probe of ns-01 leaves the host, where ns-02 would answer it.
stays_at_home() {
    local hold
    topology_up
    routers_up "$1"
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
        : >"$tmp/anyward-ns-01.log"
    done

    # Told to ask the service address though it is nowhere on the host, it asks nobody.
    flags=(--hold never --server "$service")
    guard_start ns-01
    eventually logged ns-01 unreachable
    always 5 withdrawn ns-01
    guard_stop ns-01
    ! grep "> $service.53:" "$tmp/tcpdump.log" || fail 'a probe left the host'

    # The trap was open all the time: to ns-01 itself the address is a nameserver that answers, and tcpdump sees the
    # question.
    eventually answered ns-01 ns-02
    eventually grep -q "> $service.53:" "$tmp/tcpdump.log"
}
