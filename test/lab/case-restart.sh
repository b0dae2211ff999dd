#!/usr/bin/env bash
# anyward is restarted with --on-exit keep: neither router sees a route event or a BGP update.
. "$(dirname "$0")/lib.sh"

# updates ROUTER NEIGHBOUR: how many UPDATE messages came in from it.
updates() {
    frr "$1" "show bgp neighbors $2 json" | sed -n 's/.*"updatesRecv":\([0-9]*\).*/\1/p'
}

# watch ROUTER: record the events of its kernel's routes; a route of our own shows that the recording has begun.
watch() {
    spawn "routes-$1" "$1" ip monitor route
    eventually probed "$1"
}

probed() {
    ip -n "$lab-$1" route add 198.51.100.1 dev lo
    ip -n "$lab-$1" route del 198.51.100.1 dev lo
    grep -q 198.51.100.1 "$tmp/routes-$1.log"
}

event() {
    grep -q "$service" "$tmp/routes-$1.log"
}

flags=(--on-exit keep)
lab_up
for pair in 'ns-01 vyos-01 10.21.2.1' 'ns-02 vyos-02 10.21.2.3'; do
    read -r host router neighbour <<<"$pair"
    watch "$router"
    before=$(updates "$router" "$neighbour")

    for _ in 1 2; do
        guard_stop "$host"
        always 1 announced "$host"
        guard_start "$host"
        always 3 announced "$host"
    done
    logged "$host" adopted || fail "anyward on $host does not say that it adopted the address"
    event "$router" && fail "the restart made a route event at $router: $(cat "$tmp/routes-$router.log")"
    [[ $(updates "$router" "$neighbour") == "$before" ]] || fail "the restart made a BGP update at $router"
done
served ns-01 ns-02

# Both witnesses do see it when the route goes.
nameserver_kill ns-02
served_without ns-02
eventually event vyos-02
[[ $(updates vyos-02 10.21.2.3) != "$before" ]] || fail 'a withdrawal is not counted as an update'
