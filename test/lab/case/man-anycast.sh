#!/usr/bin/env bash
# anyward-anycast(7), from the packages to the drain, as its reader follows it: the files and the commands are the page's own.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/guide.sh"

# Here it is server-id and identity that tell who answers.
answer() {
    on "$1" dig +short +tries=1 +timeout=1 "@$service" id.server CH TXT | tr -d '"'
}

# state HOST: what the last line of the log came to.
state() {
    grep -o -- ' -> [a-z]*: ' "$tmp/anyward-$1.log" | tail -n 1
}
is() { [[ $(state "$1") == " -> $2: " ]]; }

guide_up
ifquery --no-scripts -i "$tmp/ns-01/etc/network/interfaces" eth2 | grep -qx 'address: 10.21.2.1' ||
    fail 'ifup would not read the stanza of eth2'
walk '1. Packages' '2. The interface' '3. The nameservers' '4. FRR' '5. The routers'
eventually eval "frr ns-01 'show bgp summary' | grep -q '4290001234 .* 00:'"
withdrawn ns-01

walk '6. anyward'
served ns-01 ns-02
walk 'Both serve'

walk 'The nameserver stops'
is ns-01 down || fail "the nameserver has stopped, and the state is $(state ns-01)"
served_without ns-01
walk 'The nameserver starts again'
served ns-01 ns-02

before=$(updates vyos-01 10.21.2.1)
walk 'anyward restarts'
eventually grep -q 'up: ' <(tail -n 5 "$tmp/anyward-ns-01.log")
(($(updates vyos-01 10.21.2.1) == before)) || fail 'a restart was noticed'
walk 'The host is drained'
served ns-01 ns-02

# Of what comes after that, the second service.
on ns-01 "${inside[@]}" "$tmp/ns-01" anyward run --name auth --config /etc/anyward/auth.conf --validate
