#!/usr/bin/env bash
# BIND told by contrib/bind/drained-by-metric.options, which leaves it its own ways: it answers anyward without a limit, and
# loses no query when its host is drained by the metric, over IPv4 and IPv6.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/contrib.sh"

flags+=(--drain-metric 2000 --drain-time 2s)
contrib_up bind degraded-community
unlimited 127.0.0.1 ::1 "$second"
drained_without_loss
