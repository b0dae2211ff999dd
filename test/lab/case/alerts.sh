#!/usr/bin/env bash
# A real Prometheus with the rules of contrib and the questions of the dashboard: no alert while all is well, each panel has
# something to show; when the nameserver dies, the alert for it; when anyward is killed, the one for its old file.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/metrics.sh"

# alert NAME: pending or firing. How long each waits before it fires is promtool's part, in the lint.
alert() { asked ns-01 "ALERTS{alertname=\"Anyward$1\"}"; }

metrics_up
exporter_start ns-01
prometheus_start ns-01
counted=address:anyward_announcing:count
eventually asked ns-01 "$counted == 1 and count_over_time(${counted}[10s]) > 3"
! asked ns-01 ALERTS || fail "an alert while all is well: $(ask ns-01 ALERTS)"

panels=0
while IFS= read -r expression; do
    eventually asked ns-01 "$expression"
    panels=$((panels + 1))
done < <("$root/test/lab/tool/metrics-agree" --dashboard "$root")
((panels >= 9)) || fail "only $panels questions of the dashboard were asked"

nameserver_kill ns-01
served_without ns-01
eventually alert Down
eventually alert NobodyAnnounces        # of the nodes that this Prometheus knows
asked ns-01 "$counted == 0" || fail 'still counted'

# Killed, its file stays. It is old after a minute; as if that had passed:
end anyward-ns-01 KILL 2>/dev/null || true
! alert MetricsStale || fail 'a new file is called old'
touch -d '2 minutes ago' "$tmp/ns-01.d/anyward.prom"
eventually alert MetricsStale
