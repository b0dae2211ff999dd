# shellcheck shell=bash
# Something upstream of both nameservers, which a soft check asks: a third Unbound, on vyos-01. For the degraded cases.

upstream_check='@10.21.2.0 up.test A timeout=500ms'

upstream_start() {
    mkdir -p "$tmp/upstream"
    cat >"$tmp/upstream/unbound.conf" <<END
server:
  directory: "$tmp/upstream"
  pidfile: "unbound.pid"
  chroot: ""
  username: ""
  use-syslog: no
  interface: 10.21.2.0
  access-control: 0.0.0.0/0 allow
  local-data: "up.test. A 192.0.2.1"
END
    spawn upstream vyos-01 unbound -d -c "$tmp/upstream/unbound.conf"
}

# degraded_up [STYLE]: the lab with the upstream running, every check passing, and 200 queries a second from each client.
degraded_up() {
    local name
    lab_up "$@"
    upstream_start
    for name in ns-01 ns-02; do
        eventually logged "$name" 'degraded -> up'
    done
    for name in client-01 client-02; do
        asking 200 "$name" "queries-$name"
    done
}

# degraded HOST: since the last time that all its checks passed.
degraded() {
    [[ $(grep -- ' -> ' "$tmp/anyward-$1.log" | tail -n 1) == *' -> degraded: soft check '* ]]
}

nothing_lost() {
    local client
    for client in client-01 client-02; do
        end "queries-$client"
        sed "s/^/$client: /" "$tmp/queries-$client.log"
        [[ $(figure lost "queries-$client") == 0 ]] || fail "$client lost queries"
    done
}
