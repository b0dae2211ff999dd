#!/usr/bin/env bash
# A nameserver that dies again and again, and is back at once each time, stays withdrawn for longer after each withdrawal, so that
# the routers' route flap damping has little to count.
. "$(dirname "$0")/../lib/lib.sh"

flags=(--hold-down 2s --hold-down-max 10min)
lab_up
for seconds in 2 4 8; do
    nameserver_kill ns-01
    eventually withdrawn ns-01
    nameserver_start ns-01
    eventually logged ns-01 "every check passes; held down for ${seconds}s from the last withdrawal"
    served ns-01 ns-02
done
