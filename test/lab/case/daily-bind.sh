#!/usr/bin/env bash
# BIND is maintained under load as every day, and anyward leaves it alone: the transfer of 100,000 records, reload,
# reconfig, flush, an edit of a dynamic zone, a log rotation (9.18 opens its logs anew at rndc reconfig). A restart it
# does see.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/daily.sh"

# freeze_thaw: as an operator edits a zone that is updated dynamically, here another one with the same file.
freeze_thaw() {
    control ns-01 freeze dynamic.test
    edit
    cp "$tmp/ns-01/zone.db" "$tmp/ns-01/dynamic.db"
    control ns-01 thaw dynamic.test
    eventually has client-01 "@$service" dynamic.test "$serial"
}

zones[ns-01]="zone \"$big\" { type secondary; primaries { $primary; }; file \"big.db\"; };
zone \"dynamic.test\" { type primary; file \"dynamic.db\"; allow-update { localhost; }; };"
daily_up bind
cp "$tmp/ns-01/zone.db" "$tmp/ns-01/dynamic.db"     # the first reload loads it
primary_start
work transfer transfer refresh "$big"
work reload reload reload
work reconfig control ns-01 reconfig
work flush control ns-01 flush
work freeze-thaw freeze_thaw
work log-rotation rotate_log reconfig
restart
