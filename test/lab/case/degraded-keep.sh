#!/usr/bin/env bash
# Something upstream of both nameservers dies, and a soft check on each node sees it. By default both say that they are
# degraded and go on serving: no client loses a query.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/upstream.sh"

flags=(--soft-check "$upstream_check")
degraded_up network
end upstream KILL 2>/dev/null || true
eventually degraded ns-01
eventually degraded ns-02
always 2 announced ns-01
nothing_lost
served ns-01 ns-02
