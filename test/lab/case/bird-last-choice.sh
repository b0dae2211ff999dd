#!/usr/bin/env bash
# BIRD does not see the metric of an address: the line for --on-change in contrib/bird makes a community and a longer AS
# path of degraded and draining instead. The clients go to the other node and come back, and lose no query.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/contrib.sh"

# tells PATTERN: the route that ns-01 announces to vyos-01, in one line.
tells() {
    local family=ipv4
    [[ $service != *:* ]] || family=ipv6
    frr vyos-01 "show bgp $family unicast $service" | tr -s ' \n' ' ' | grep -q -- "$1"
}

told_last_choice() { tells ' 64520 64520 64520 [^ ]* from 10\.21\.2\.1 .* metric 2000,.* Community: graceful-shutdown'; }
told_up() { tells ' 64520 [^ ]* from 10\.21\.2\.1 ' && ! tells graceful-shutdown && ! tells '64520 64520'; }

on_change=$(on_change_of bird/bird.conf)
flags+=(--on-change "${on_change//birdc/birdc -s $tmp/HOST/bird.ctl}"
    --soft-check "exec:test ! -e $tmp/HOST.degraded" --drain-metric 2000 --drain-time 2s)
contrib_up unbound bird
both eventually told_up
touch "$tmp/ns-01.degraded"
both eventually told_last_choice
both served ns-02 ns-02
rm "$tmp/ns-01.degraded"
both eventually told_up
both served ns-01 ns-02
drained_without_loss
both eventually told_up
