#!/usr/bin/env bash
# Unbound is maintained under load as every day, and anyward leaves it alone: reload, with and without the cache, and a
# log rotation. A restart it does see.
# Runs alone: at its defaults anyward bears a nameserver that answers nobody for up to 0.4 s (--fast-interval 100ms and
# --timeout 300ms, with --fall 2), and may withdraw for a longer stall. A reload of Unbound that had to wait for a core
# beside other work has taken that long.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/daily.sh"

daily_up unbound
work reload reload reload
work reload_keep_cache reload reload_keep_cache
work log_reopen rotate_log log_reopen
restart
