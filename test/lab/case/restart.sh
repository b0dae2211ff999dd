#!/usr/bin/env bash
# anyward is restarted, in each way in which that is not to be noticed, or crashes and is started again: neither router sees a
# route event or a BGP update.
. "$(dirname "$0")/../lib/lib.sh"

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

# restart HOST SIGNAL: the next one adopts the address.
restart() {
    end "anyward-$1" "$2" 2>/dev/null || [[ $2 == KILL ]] || fail "anyward on $1 ended with status $?"
    always 1 announced "$1"
    : >"$tmp/anyward-$1.log"
    guard_start "$1"
    eventually logged "$1" adopted
}

lab_up
for pair in 'ns-01 vyos-01 10.21.2.1' 'ns-02 vyos-02 10.21.2.3'; do
    read -r host router neighbour <<<"$pair"
    watch "$router"
    before=$(updates "$router" "$neighbour")

    # What a restart is: a signal to a daemon that ends as its flag says, or does not end by itself.
    for way in 'keep TERM' 'linger TERM' 'withdraw USR2' 'withdraw KILL'; do
        read -r on_exit signal <<<"$way"
        flags=(--on-exit "$on_exit")
        restart "$host" USR2
        restart "$host" "$signal"
        always 3 announced "$host"
    done
    event "$router" && fail "a restart made a route event at $router: $(cat "$tmp/routes-$router.log")"
    [[ $(updates "$router" "$neighbour") == "$before" ]] || fail "a restart made a BGP update at $router"
done
served ns-01 ns-02

# Both witnesses do see it when the route goes.
nameserver_kill ns-02
served_without ns-02
eventually event vyos-02
[[ $(updates vyos-02 10.21.2.3) != "$before" ]] || fail 'a withdrawal is not counted as an update'
