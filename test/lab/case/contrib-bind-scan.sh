#!/usr/bin/env bash
# BIND told by contrib/bind/scanned-by-anyward.options, with the line for --on-change in it: anyward makes it listen at each
# announcement, and its listener stays at a withdrawal. A drain loses no query, over IPv4 and IPv6, without a metric.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/contrib.sh"

bind_style=scanned-by-anyward
on_change=$(on_change_of "bind/$bind_style.options")
flags+=(--on-change "${on_change//rndc/rndc -k $tmp/HOST/rndc.key -s 127.0.0.1}")
contrib_up bind
unlimited 127.0.0.1 ::1 "$second"
drained_without_loss
