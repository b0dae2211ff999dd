#!/usr/bin/env bash
# BIND closes the idle TCP connection that anyward holds (here after 2.5 s, by default after 30): each time one more probe, and
# no verdict against it: the routers see nothing.
. "$(dirname "$0")/../lib/lib.sh"

bind_options='tcp-initial-timeout 25;'        # for a connection without a question yet; tenths of a second
flags=(--log-level debug)
lab_up
spawn routes vyos-01 ip monitor route
closes() { grep -c "the TCP connection to $service#53 ended" "$tmp/anyward-ns-01.log" || true; }
closed_thrice() { (($(closes) >= 3)); }
eventually closed_thrice
! logged ns-01 'up -> down' || fail 'withdrawn for an idle close'
! grep "$service" "$tmp/routes.log" || fail 'a route event'
served ns-01 ns-02

# The same connection tells of a death at once, and the record of route events does work.
nameserver_kill ns-01
served_without ns-01
eventually grep -q "$service" "$tmp/routes.log"
