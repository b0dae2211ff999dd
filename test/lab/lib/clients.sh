# shellcheck shell=bash
# A client that asks all the time (tool/queries), and what became of its questions.

# asking RATE [CLIENT [NAME]]: so many questions a second for the service address, from now on until `end NAME`: client-01's,
# under the name of queries.
asking() {
    local name=${3:-queries}
    spawn "$name" "${2:-client-01}" "$root/test/lab/tool/queries" --rate "$1" "$service"
    eventually grep -qs asking "$tmp/$name.log"
}

# figure WHAT [NAME]: what it said in the end: sent, answered, lost, longest_gap_ms, answered_by.
figure() { sed -n "s/^$1 //p" "$tmp/${2:-queries}.log"; }
