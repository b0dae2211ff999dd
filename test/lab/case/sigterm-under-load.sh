#!/usr/bin/env bash
# anyward is stopped under 1,000 queries a second: Unbound answers on the held address until the routers have heard of the
# withdrawal, and no client loses a query; nor when anyward is started again.
. "$(dirname "$0")/../lib/lib.sh"

program[ns-01]=unbound
lab_up
asking 1000
for _ in {1..3}; do
    guard_stop ns-01
    not_held ns-01 || fail 'the hold is still there'
    served ns-02 ns-02
    guard_start ns-01
    served ns-01 ns-02
done
end queries
paste -sd ' ' "$tmp/queries.log"
[[ $(figure lost) == 0 ]] || fail 'queries were lost'
