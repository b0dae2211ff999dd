# shellcheck shell=bash
# A client's view of a fault on ns-01, and what anyward says of itself. For the fault cases.

# lost: ends what `asking` began; says how many had no answer, and the longest gap. none_lost: and there are none.
lost() {
    end queries
    echo "${0##*/}: $(paste -sd ' ' "$tmp/queries.log")"
}
none_lost() {
    lost
    [[ $(figure lost) == 0 ]] || fail 'queries were lost'
}

# changes: how often anyward on ns-01 has changed its mind.
changes() { grep -c -- ' -> ' "$tmp/anyward-ns-01.log"; }

# unchanged SINCE: it has not done so since there were that many.
unchanged() { (($(changes) == $1)); }
