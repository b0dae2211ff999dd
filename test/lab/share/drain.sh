# shellcheck shell=bash
# A planned drain and the return from it, ten times in a row under 1,000 queries a second: no client loses one. For the
# drain cases.

# state HOST WORD: the last change was to that state.
state() {
    [[ $(grep -- ' -> ' "$tmp/anyward-$1.log" | tail -n 1) == *" -> $2: "* ]]
}

# overflows: messages that a socket of the nameservers or the client had no room for, because this machine gave its process
# no time for too long. Those are not the drain's.
overflows() {
    local host
    for host in ns-01 ns-02 client-01; do
        on "$host" cat /proc/net/snmp
    done | awk '$1 == "Udp:" && $6 ~ /^[0-9]+$/ { sum += $6 } END { print sum + 0 }' # RcvbufErrors
}

# drains PROGRAM [STYLE]: on ns-01.
drains() {
    local lost excused
    program[ns-01]=$1
    lab_up "${@:2}"
    asking 1000
    for _ in {1..10}; do
        client ns-01 drain --wait --reason 'kernel update'
        state ns-01 drained || fail 'drain --wait returned before it was drained'
        served_without ns-01
        always 1 state ns-01 drained
        client ns-01 undrain --wait
        state ns-01 up || fail 'undrain --wait returned before it was up'
        served ns-01 ns-02
        always 1 state ns-01 up
    done
    end queries
    lost=$(figure lost)
    excused=$(($(overflows) + $(refusals ns-01 "$service" 10)))
    echo "$1: $(paste -sd ' ' "$tmp/queries.log"), without room $(overflows), refused at most $(refusals ns-01 "$service" 10)"
    [[ $(figure answered_by) == *ns-01*ns-02* ]] || fail 'not both nameservers answered'
    ((lost <= excused)) || fail "$lost queries were lost"
}
