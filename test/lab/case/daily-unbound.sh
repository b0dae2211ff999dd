#!/usr/bin/env bash
# Unbound is maintained under load as every day, and anyward leaves it alone: reload, with and without the cache, and a
# log rotation. A restart it does see.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/daily.sh"

daily_up unbound
work reload reload reload
work reload_keep_cache reload reload_keep_cache
work log_reopen rotate_log log_reopen
restart
