#!/usr/bin/env bash
# Unbound told by contrib/unbound: it starts while no service address is there, answers anyward without a limit, and loses
# no query when its host is drained, over IPv4 and IPv6.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/contrib.sh"

contrib_up unbound
unlimited 127.0.0.1 ::1 "$second"
drained_without_loss
