#!/usr/bin/env bash
# The address that anyward makes is the one that ifupdown makes from the article's interfaces file; each may delete or
# adopt the other's.
. "$(dirname "$0")/../lib/lib.sh"

cat >"$tmp/interfaces" <<END
auto lo:1
iface lo:1 inet static
 address 169.254.0.1/32
END
mkdir "$tmp/ifstate"

# ifupdown ifup|ifdown: on ns-01, without the scripts of the machine that the lab runs on.
ifupdown() {
    on ns-01 "$1" --no-scripts --interfaces "$tmp/interfaces" --state-dir "$tmp/ifstate" lo:1
}

# shape: the address as ip shows it, without the broadcast address that ifupdown adds (old FRR kept stale routes for one)
# and the lease that anyward gives it.
shape() {
    on ns-01 ip -4 addr show dev lo to "$service" | sed -n '2{s/ brd [^ ]*//; s/ dynamic//; p}'
}

topology_up
ifupdown ifup
theirs=$(shape)
on ns-01 ip addr del "$service/32" dev lo

routers_up
for host in ns-01 ns-02; do
    guard_start "$host"
    eventually held "$host"
    nameserver_start "$host"
done
served ns-01 ns-02
[[ $(shape) == "$theirs" ]] || fail "ifupdown makes $theirs, anyward makes $(shape)"

# Whoever else deletes it can; anyward puts it back while the nameserver answers.
for delete in 'ifupdown ifdown' 'on ns-01 ip addr del 169.254.0.1/32 dev lo'; do
    $delete
    served ns-01 ns-02
done

# An address from ifupdown, there before anyward starts, is adopted as it is, and withdrawn when the nameserver dies.
guard_stop ns-01
ifupdown ifup
served ns-01 ns-02
guard_start ns-01
eventually logged ns-01 adopted
always 3 announced ns-01
nameserver_kill ns-01
served_without ns-01
