#!/usr/bin/env bash
# BIND that does not follow the interfaces by itself: --on-change lets it scan them at each announcement and at no other
# time, so it keeps its listener over a drain, where the hold route keeps the address. Ten times under load: nothing is lost.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/drain.sh"

bind_options='automatic-interface-scan no; interface-interval 0;'
cat >"$tmp/scan" <<'END'
#!/bin/sh
case $ANYWARD_STATE in
    up | degraded) exec rndc -k "$1" -s 127.0.0.1 scan ;;
esac
END
chmod +x "$tmp/scan"
flags=(--on-change "$tmp/scan $tmp/ns-01/rndc.key")
drains bind
