#!/usr/bin/env bash
# A router that ends as soon as it is started, of whatever kind, ends the case at once, which says the last line of it.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/exabgp.sh"

# fails PROGRAM COMMAND FILE: so does the command, which is to start it on ns-01 as the file of contrib says.
fails() {
    local said
    printf '#!/bin/sh\necho "a line before"\necho "%s: no such thing" >&2\nexit 1\n' "$1" >"$tmp/bin/$1"
    chmod +x "$tmp/bin/$1"
    ! said=$(
        trap '! running zebra-ns-01 || end zebra-ns-01' EXIT
        "$2" ns-01 2>&1 <"$root/contrib/$3"
    ) || fail "$2 does not notice that $1 ends"
    rm "$tmp/bin/$1"
    echo "$said"
    [[ $said == "FAIL: $1 on ns-01 has ended: $1: no such thing" ]] || fail 'that is something else'
}

topology_up
mkdir "$tmp/bin"
PATH=$tmp/bin:$PATH
fails zebra frr_start frr/network.conf
fails bgpd frr_start frr/network.conf
fails bird bird_start bird/bird.conf
fails exabgp exabgp_start exabgp/exabgp.conf
