#!/usr/bin/env bash
# Knot is maintained under load as every day, and anyward leaves it alone: the transfer of 100,000 records, reload, an
# edit of a frozen zone, a log rotation (it opens its log anew at a reload). A restart it does see.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/daily.sh"

# freeze_thaw: an edit that is read only when all of it is there.
freeze_thaw() {
    control ns-01 zone-freeze yetiops.net
    edit
    control ns-01 reload
    control ns-01 zone-thaw yetiops.net
    eventually has client-01 "@$service" yetiops.net "$serial"
}

zones[ns-01]="remote:
  - id: primary
    address: $primary
zone:
  - domain: $big
    file: big.db
    master: primary"
daily_up knot
primary_start
work transfer transfer zone-refresh "$big"
work reload reload reload
work freeze-thaw freeze_thaw
work log-rotation rotate_log reload
restart
