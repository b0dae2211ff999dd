#!/usr/bin/env bash
# --user: a daemon that root has started is another user with one capability, its programs have none, and it still announces,
# withdraws, drains and ends as ever.
. "$(dirname "$0")/../lib/lib.sh"

chmod 711 "$tmp"                    # or nobody would not come to a folder in it
files=(--socket "$tmp/run/sock" --drain-file "$tmp/run/drain")

# of PID FIELD: from its /proc/PID/status.
of() {
    awk -v field="$2:" '$1 == field { $1 = ""; print substr($0, 2) }' "/proc/$1/status"
}

lab_up
guard_stop ns-01
spawn anyward-ns-01 ns-01 "$anyward" run --address "$service" --check 'yetiops.net A' --user nobody "${files[@]}" \
    --soft-check "exec:cp -f /proc/self/status $tmp/run/of-a-check"
served ns-01 ns-02

process=${pid[anyward-ns-01]}
uid=$(id -u nobody) gid=$(id -g nobody)
for field in Uid Gid; do
    [[ $(of "$process" $field) =~ ^($uid|$gid)( ($uid|$gid)){3}$ ]] || fail "$field is $(of "$process" $field)"
done
[[ $(of "$process" Groups) =~ ^"$gid "?$ ]] || fail "groups: $(of "$process" Groups)"
net_admin=0000000000001000 none=0000000000000000
for capabilities in "CapPrm $net_admin" "CapEff $net_admin" "CapInh $none" "CapBnd $none" "CapAmb $none" 'NoNewPrivs 1'; do
    read -r field value <<<"$capabilities"
    [[ $(of "$process" "$field") == "$value" ]] || fail "$field is $(of "$process" "$field")"
done
[[ $(stat -c '%a %u' "$tmp/run/sock") == "660 $uid" ]] || fail "the socket: $(stat -c '%a %u' "$tmp/run/sock")"
eventually test -s "$tmp/run/of-a-check"
for capabilities in CapPrm CapEff CapInh CapBnd CapAmb; do
    grep -q "^$capabilities:[[:space:]]$none$" "$tmp/run/of-a-check" || fail "a check's program: $(cat "$tmp/run/of-a-check")"
done

nameserver_kill ns-01
served_without ns-01
nameserver_start ns-01
served ns-01 ns-02
kill -HUP "$process"
eventually logged ns-01 reloading
"$anyward" drain --wait --socket "$tmp/run/sock" || fail 'it does not drain'
withdrawn ns-01 || fail 'drained, and still there'
"$anyward" undrain --wait --socket "$tmp/run/sock" || fail 'it does not come back'
guard_stop ns-01
eventually withdrawn ns-01

# refuses TEXT COMMAND...
refuses() {
    local status=0
    on ns-01 "${@:2}" --address "$service" --check 'yetiops.net A' "${files[@]}" &>"$tmp/err" || status=$?
    ((status == 2)) || fail "exit status $status: $(cat "$tmp/err")"
    [[ $(cat "$tmp/err") == *"--user"*"$1"* ]] || fail "it says: $(cat "$tmp/err")"
}
refuses 'no user of this host' "$anyward" run --user no-such-user
refuses 'only root' setpriv --reuid "$uid" --clear-groups "$anyward" run --user bind
