#!/usr/bin/env bash
# A resolver is slow, not dead, while its upstream takes 1.5 s for a name that has just left the cache: with anyward's
# default flags the address stays. When the upstream takes longer than --check-timeout it goes.
. "$(dirname "$0")/../lib/lib.sh"

# upstream PORT DELAY: a nameserver on vyos-01 whose answers may be cached for a second.
upstream() {
    spawn "nameserver-$1" vyos-01 "$root/test/lab/tool/fake-nameserver" \
        --address 10.21.2.0 --port "$1" --delay "$2" --ttl 1 good
    eventually grep -qs ready "$tmp/nameserver-$1.log"
}

# slow: the probes that passed after more than a second.
slow() {
    sed -n '/slow\.example.* ok: .* in 1... ms$/p' "$tmp/anyward-ns-01.log"
}

several_slow() {
    (($(slow | wc -l) >= 8))
}

topology_up
upstream 5301 1.5
upstream 5302 3
flags=(--check 'slow.example A' --log-level debug)
guard_start ns-01
eventually held ns-01
cat >"$tmp/unbound.conf" <<END
server:
  directory: "$tmp"
  pidfile: ""
  chroot: ""
  username: ""
  use-syslog: no
  interface: $service
  infra-cache-min-rtt: 4000         # it knows that they are slow; else it asks again and drops the answer to the first
  local-data: "yetiops.net. A 192.0.2.1"
stub-zone:
  name: slow.example
  stub-addr: 10.21.2.0@5301
END
spawn nameserver-ns-01 ns-01 unbound -d -c "$tmp/unbound.conf"
eventually announced ns-01
eventually several_slow
slow
announced ns-01 || fail 'withdrawn for a slow upstream'
(($(grep -c -- ' -> ' "$tmp/anyward-ns-01.log") == 1)) || fail 'it did not stay up'

sed -i s/@5301/@5302/ "$tmp/unbound.conf"
kill -s HUP "${pid[nameserver-ns-01]}"
eventually withdrawn ns-01
grep -- 'up -> down: .*slow\.example.*did not answer within 2s' "$tmp/anyward-ns-01.log"
