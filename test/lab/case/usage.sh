#!/usr/bin/env bash
# Bad input: one line on stderr that names the flag, or the file and line; exit status 2; the host is not touched.
. "$(dirname "$0")/../lib/lib.sh"

hosts=ns-01
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
untouched=$(on ns-01 sh -c 'ip addr; ip route show table all')

# refuses TEXT FLAG...: the line must contain the text.
refuses() {
    local want=$1 status=0
    shift
    on ns-01 timeout 20 "$anyward" run "$@" >"$tmp/out" 2>"$tmp/err" || status=$?
    ((status == 2)) || fail "anyward run $*: exit status $status instead of 2: $(cat "$tmp/err")"
    (($(wc -l <"$tmp/err") == 1)) || fail "anyward run $*: not one line on stderr: $(cat "$tmp/err")"
    [[ ! -s $tmp/out ]] || fail "anyward run $*: an error on stdout: $(cat "$tmp/out")"
    grep -qF -- "$want" "$tmp/err" || fail "anyward run $*: '$want' is not in: $(cat "$tmp/err")"
    [[ $(on ns-01 sh -c 'ip addr; ip route show table all') == "$untouched" ]] || fail "anyward run $* touched the host"
    cat "$tmp/err"
}

# file LINE...: a config file.
file() {
    printf '%s\n' "$@" >"$tmp/anyward.conf"
}

good=(--address "$service" --check 'yetiops.net A')
refuses --address
refuses --address --address 169.254.0.1/24
refuses --address --address 2001:db8::53/64
refuses --address --address 169.254.0.300
refuses --label "${good[@]}" --label lo:anycast-address
refuses --label "${good[@]}" --label eth0:1
refuses --check --address "$service" --check 'yetiops.net AAAAA'
refuses --check --address "$service" --check 'yetiops.net A expect=NOBODY'
refuses --interval "${good[@]}" --interval 500
refuses --timeout "${good[@]}" --timeout 1fortnight
refuses --rise "${good[@]}" --rise 0
refuses --fall "${good[@]}" --fall 6 --window 5
refuses --hold "${good[@]}" --hold sometimes
refuses --on-exit "${good[@]}" --on-exit vanish
refuses --lease "${good[@]}" --lease 4s
refuses --drain-file "${good[@]}" --drain-file here
refuses --socket "${good[@]}" --socket here
refuses --adress --adress "$service"

file "address = $service" '# a comment' 'intervall = 1s'
refuses "$tmp/anyward.conf: line 3: " --config "$tmp/anyward.conf"
file "address = $service" 'check = yetiops.net AAAAA'
refuses "$tmp/anyward.conf: line 2: " --config "$tmp/anyward.conf"
file "address = $service" 'no equals sign'
refuses "$tmp/anyward.conf: line 2: " --config "$tmp/anyward.conf"
refuses "$tmp/missing.conf" --config "$tmp/missing.conf"

refuses --interval "${good[@]}" --interval 500 --validate
on ns-01 "$anyward" run "${good[@]}" --validate || fail '--validate refuses good flags'
