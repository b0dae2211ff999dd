#!/usr/bin/env bash
# --metrics-file: promtool has nothing to say about it; through the node exporter it shows the state while up, and after
# the nameserver died at once; a planned end removes it; a folder that is missing or full is told once and hinders nothing.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/metrics.sh"

file=$tmp/ns-01.d/anyward.prom
state() { printf 'anyward_state{name="anyward",state="%s"} %s' "$1" "$2"; }

# clean FILE: promtool ends with 0 and prints nothing.
clean() {
    local said
    said=$(promtool check metrics <"$1" 2>&1) || said+=" (status $?)"
    [[ ! $said ]] || fail "$said"
}

flags=(--check 'yetiops.net A')         # a second time
metrics_up
exporter_start ns-01
eventually scraped ns-01 "$(state up 1)"
scraped ns-01 "$(state down 0)" || fail 'up and down'
scraped ns-01 'anyward_address_announced{address="169.254.0.1/32",interface="lo",name="anyward"} 1' || fail 'not announced'
scraped ns-01 'node_textfile_scrape_error 0' || fail 'the node exporter cannot read all of it'
! grep level=error "$tmp/exporter-ns-01.log" || fail 'the node exporter complains'
clean "$file"
"$root/test/lab/tool/metrics-agree" "$root" <"$file"

# Every five seconds it is written anyway; a change right after that is there before the next turn.
written() { stat -c %.Y "$file"; }
another() { [[ $(written) != "$1" ]]; }
in_file() { grep -qxF -- "$(state "$1" 1)" "$file"; }
# sooner STATE COMMAND...
sooner() {
    local turn
    turn=$(written)
    eventually another "$turn"
    turn=$(written)
    "${@:2}"
    eventually in_file "$1"
    python3 -c 'import sys; late = float(sys.argv[2]) - float(sys.argv[1]); print(f"{late:.2f} s"); sys.exit(late > 4.9)' \
        "$turn" "$(written)"
}
for attempt in 1 2 3 4; do      # a loaded machine may miss one
    sooner drained drain ns-01 && break
    ((attempt < 4)) || fail 'a change is not written before the next turn'
    undrain ns-01
    eventually in_file up
done
undrain ns-01
served ns-01 ns-02

nameserver_kill ns-01
served_without ns-01
eventually scraped ns-01 "$(state down 1)"
scraped ns-01 "$(state up 0)" || fail 'up and down'
eventually scraped ns-01 'anyward_address_covered{address="169.254.0.1/32",interface="lo",name="anyward"} 1'
clean "$file"
nameserver_start ns-01
served ns-01 ns-02
guard_stop ns-01
[[ ! -e $file ]] || fail 'it is there after the end'
[[ $(scrape ns-01) != *anyward_* ]] || fail 'the node exporter shows it after the end'
