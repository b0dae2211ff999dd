#!/usr/bin/env bash
# BIND, as Debian ships it, is drained by its metric: FRR makes a community and a longer path of it, the clients go to the
# other node, and only then is the address withdrawn, and BIND's listener on it gone. Ten times under load: nothing is lost, but where BIND looks in the wrong moment.
service=192.0.2.53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/drain.sh"

flags=(--drain-metric 2000 --drain-time 2s)
drains bind degraded-community
