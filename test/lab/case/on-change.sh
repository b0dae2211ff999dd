#!/usr/bin/env bash
# --on-change runs at every change of state, one after the other, in order, and knows what changed; it has no capability,
# and one that fails or hangs hinders nothing.
. "$(dirname "$0")/../lib/lib.sh"

cat >"$tmp/on-change" <<'END'
#!/bin/sh
echo "$ANYWARD_NAME $ANYWARD_PREVIOUS $ANYWARD_STATE $ANYWARD_ADDRESSES $(sed -n 's/^CapEff:\t//p' /proc/self/status) $1: $ANYWARD_REASON" >>"$2"
ip addr show to 169.254.0.1 | grep -q . && echo there >>"$2"
echo told
exit 3
END
chmod +x "$tmp/on-change"
flags=(--on-change "$tmp/on-change \"two words\" $tmp/changes" --name nameserver --hold-down 1s)
lab_up
eventually grep -qs there "$tmp/changes"
[[ $(head -n 1 "$tmp/changes") == 'nameserver down up 169.254.0.1/32 0000000000000000 two words: every check passed'* ]] ||
    fail "$(cat "$tmp/changes")"
eventually logged ns-01 'on-change: .*: exit status 3: told'
