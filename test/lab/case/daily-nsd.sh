#!/usr/bin/env bash
# NSD is maintained under load as every day, and anyward leaves it alone: the transfer of 100,000 records, reload,
# reconfig, a log rotation. A restart it does see.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/daily.sh"

zones[ns-01]="zone:
  name: $big
  zonefile: big.db
  request-xfr: $primary NOKEY"
daily_up nsd
primary_start
work transfer transfer transfer "$big"
work reload reload reload
work reconfig control ns-01 reconfig
work log_reopen rotate_log log_reopen
restart
