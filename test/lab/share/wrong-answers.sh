# shellcheck shell=bash
# One host with a fake nameserver on it, and what anyward check must say of its answers.

hosts=ns-01
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up

# fake NAME PORT FLAG-OR-MODE...: the fake nameserver, on that port and, with more than one mode, those after it.
fake() {
    spawn "nameserver-$1" ns-01 "$root/test/lab/tool/fake-nameserver" --port "${@:2}"
    eventually grep -qs ready "$tmp/nameserver-$1.log"
}

# concludes ROLE STATUS FLAG...: with these flags, the row's verdict and text are in the line of that role.
concludes() {
    local out=$tmp/$port.$1 status=0 flags=(--liveness none --server "127.0.0.1#$port" --check-timeout 9s)
    on ns-01 "$anyward" check "${flags[@]}" "${@:3}" &>"$out" || status=$?
    [[ $(grep " $1 " "$out") == "$verdict "*"$text"* ]] || fail "$mode: not '$verdict' with '$text': $(cat "$out")"
    ((status == $2)) || fail "$mode: exit status $status instead of $2: $(cat "$out")"
}

# expect_row: as a hard check, and as a soft one beside a hard one that passes.
expect_row() {
    local hard=2 soft=1
    [[ $verdict != ok ]] || hard=0 soft=0
    concludes hard "$hard" --check "$check"
    concludes soft "$soft" --check '@127.0.0.1#5299 a.test' --soft-check "$check"
}

# expect_rows: each row of standard input is MODE of the fake | CHECK | VERDICT | text of the detail. All at the same
# time, since many end at their timeout only.
expect_rows() {
    local port=5300 modes rows=() mode check verdict text row wrong=0
    sed 's/ *| */|/g' >"$tmp/rows"
    mapfile -t modes < <(cut -d '|' -f 1 "$tmp/rows")
    fake rows "$port" "${modes[@]}"
    fake good 5299 good
    while IFS='|' read -r mode check verdict text; do
        expect_row &
        rows+=("$!")
        port=$((port + 1))
    done <"$tmp/rows"
    for row in "${rows[@]}"; do
        wait "$row" || wrong=$((wrong + 1))
    done
    cat "$tmp"/*.hard
    ((wrong == 0)) || fail "$wrong of ${#rows[@]} rows"
}
