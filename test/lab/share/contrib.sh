# shellcheck shell=bash
# The nameservers as the files of contrib tell them: the rest of a configuration is a few lines here. For the contrib
# cases, which are about these files, and others with an IPv6 service address beside the usual one.

second=2001:db8::53
flags=(--address "$second")         # HOST in a flag is the name of anyward's host

# on_change_of FILE: the line that it has for anyward's configuration.
on_change_of() {
    sed -n 's/^[^a-z]*on-change = //p' "$root/contrib/$1" | grep .
}

# snippet FILE HOST: a file of contrib, with the service address of the case and that host's name.
snippet() {
    sed "s/192\.0\.2\.53/$service/; s/ns-01/$2/" "$root/contrib/$1"
}

bind_style=drained-by-metric

# BIND is left its own configuration but for its options.
bind_config() {
    local host=$1 dir=$tmp/$1
    [[ -e $dir/rndc.key ]] || rndc-confgen -a -c "$dir/rndc.key" &>/dev/null
    zone_file "$host"
    snippet "bind/$bind_style.options" "$host" >"$dir/anyward.options"
    cat >"$dir/named.conf" <<END
options {
        directory "$dir";
        pid-file "named.pid";
        session-keyfile "session.key";
        include "$dir/anyward.options";
};
logging {
        channel log { file "$tmp/nameserver-$host.log"; print-category yes; };
        category default { log; };
        category lame-servers { null; };
};
include "$dir/rndc.key";
controls { inet 127.0.0.1 allow { localhost; } keys { "rndc-key"; }; };
zone "yetiops.net" { type primary; file "zone.db"; };
END
    named-checkconf "$dir/named.conf"
}

unbound_config() {
    local host=$1 dir=$tmp/$1
    snippet unbound/anyward.conf "$host" >"$dir/anyward.conf"
    cat >"$dir/unbound.conf" <<END
include: "$dir/anyward.conf"
server:
  directory: "$dir"
  pidfile: "unbound.pid"
  chroot: ""
  username: ""
  use-syslog: no
  logfile: "$tmp/nameserver-$host.log"
  local-zone: yetiops.net. static
  local-data: "yetiops.net. A 104.31.77.84"
  local-data: "whoami.yetiops.net. TXT $host"
END
    unbound-checkconf "$dir/unbound.conf" >/dev/null
}

nsd_config() {
    local host=$1 dir=$tmp/$1
    zone_file "$host"
    snippet nsd/anyward.conf "$host" >"$dir/anyward.conf"
    cat >"$dir/nsd.conf" <<END
include: "$dir/anyward.conf"
server:
  username: ""
  zonesdir: "$dir"
  database: ""
  pidfile: "$dir/nsd.pid"
  zonelistfile: "$dir/zone.list"
  xfrdfile: "$dir/xfrd.state"
  xfrdir: "$dir"
  logfile: "$tmp/nameserver-$host.log"
zone:
  name: yetiops.net
  zonefile: zone.db
END
    nsd-checkconf "$dir/nsd.conf"
}

knot_config() {
    local host=$1 dir=$tmp/$1
    zone_file "$host"
    snippet knot/anyward.conf "$host" >"$dir/anyward.conf"
    cat >"$dir/knot.conf" <<END
server:
    rundir: $dir
log:
  - target: $tmp/nameserver-$host.log
    any: info
database:
    storage: $dir
include: $dir/anyward.conf
template:
  - id: default
    storage: $dir
$(sed -n 's/^# *\(global-module: \)/    \1/p' "$dir/anyward.conf")
zone:
  - domain: yetiops.net
    file: zone.db
END
    knotc -c "$dir/knot.conf" conf-check >/dev/null
}

# guard HOST
guard() {
    local usual=("${flags[@]}")
    flags=("${flags[@]//HOST/$1}")
    guard_start "$1"
    flags=("${usual[@]}")
}

# says_who HOST ADDRESS: it tells its own host its name, and takes TCP.
says_who() {
    [[ $(on "$1" dig +short +tries=1 +timeout=1 +tcp "@$2" id.server CH TXT) == "\"$1\"" ]]
}

# both COMMAND...: for both service addresses.
both() {
    "$@"
    service=$second "$@"
}

# contrib_up PROGRAM [STYLE]: on both hosts, started before there is a service address or a hold route. Then it answers
# there, to both clients, over IPv4 and IPv6.
contrib_up() {
    local host
    topology_up
    routers_up "${2:-redistribute-connected}"
    for host in ns-01 ns-02; do
        nameserver_start "$host" "$1"
        eventually says_who "$host" 127.0.0.1
        eventually says_who "$host" ::1
    done
    for host in ns-01 ns-02; do
        guard "$host"
    done
    both served ns-01 ns-02
    eventually says_who ns-01 "$service"
    eventually says_who ns-01 "$second"
}

# unlimited ADDRESS...: its rate limit leaves out what anyward may ask of it.
unlimited() {
    local address
    for address; do
        on ns-01 "$root/test/lab/tool/queries" --rate "${rate:-400}" --seconds 2 "$address" >"$tmp/limit.log"
        grep -qx 'lost 0' "$tmp/limit.log" || fail "limited at $address: $(paste -sd ' ' "$tmp/limit.log")"
    done
}

# drained_without_loss: a drain of ns-01 and the return from it, while client-01 asks both addresses.
drained_without_loss() {
    local address
    for address in "$service" "$second"; do
        service=$address asking 150 client-01 "queries-$address"
    done
    drain ns-01
    eventually logged ns-01 ' -> drained: '
    both served_without ns-01
    undrain ns-01
    both served ns-01 ns-02
    for address in "$service" "$second"; do
        end "queries-$address"
        echo "$address: $(paste -sd ' ' "$tmp/queries-$address.log")"
        [[ $(figure answered_by "queries-$address") == *ns-02* ]] || fail "ns-02 did not answer at $address"
        (($(figure lost "queries-$address") <= $(refusals ns-01 "$address" 1))) ||
            fail "queries to $address were lost"
    done
}
