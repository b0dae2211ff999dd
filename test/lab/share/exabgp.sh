# shellcheck shell=bash
# ExaBGP on the nameservers' hosts, as contrib/exabgp says, beside a dry-run anyward that touches nothing: the addresses
# are on lo all the time. For the cases about that.

# shellcheck source=contrib.sh source-path=SCRIPTDIR
. "$root/test/lab/share/contrib.sh"

flags+=(--dry-run)
declare -A exabgp_flags=()         # more flags for its process, by host

# exabgp_start HOST: ExaBGP in the place of FRR, its configuration from standard input; as root, to whom the files of the
# lab belong. It puts no route into the kernel: the host gets default routes.
exabgp_start() {
    local script=$root/contrib/exabgp/announce-while-serving
    mkdir -p "$tmp/$1"
    sed "s|/etc/exabgp/announce-while-serving|$script --socket $tmp/$1.sock ${exabgp_flags[$1]:-}|" \
        >"$tmp/$1/exabgp.conf"
    on "$1" ip route add default dev "${1/ns/vyos}" via "$(sed -n 's/^neighbor \(.*\) {/\1/p' "$tmp/$1/exabgp.conf")"
    on "$1" ip -6 route add default via "fd00:2${1#ns-0}::1"
    spawn "exabgp-$1" "$1" env PATH="${anyward%/*}:$PATH" exabgp_daemon_user=root exabgp_api_cli=false exabgp \
        "$tmp/$1/exabgp.conf"
    comes_up exabgp "$1" grep -q 'waiting for it' "$tmp/exabgp-$1.log"      # its process, for anyward
}

# exabgp_hosts_up: everything but nameservers and anyward.
exabgp_hosts_up() {
    local host
    topology_up
    for host in ns-01 ns-02; do
        on "$host" ip addr add "$service/32" dev lo
        on "$host" ip addr add "$second/128" dev lo
    done
    routers_up exabgp               # a daemon finds the process waiting for it
}

# gone: ns-01 announces nothing, and ns-02 serves both clients; the address stays on lo.
gone() {
    both served ns-02 ns-02
    [[ ! $(announcements vyos-01 10.21.2.1; announcements vyos-01 10.21.2.1 ipv6) ]] || fail 'ns-01 announces one yet'
    both announced ns-01
}

# child_of PID: its only one.
child_of() {
    local children
    children=$(<"/proc/$1/task/$1/children")
    echo "${children% }"
}

ended() {
    ! kill -0 "$1" 2>/dev/null
}
