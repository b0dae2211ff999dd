# shellcheck shell=bash
# What a case expects. Every wait polls its condition; the deadline is far off, so that a loaded machine breaks nothing.

patience=${patience:-60}            # seconds

# eventually COMMAND...: wait until it succeeds.
eventually() {
    local deadline=$((SECONDS + patience))
    until "$@"; do
        ((SECONDS < deadline)) || fail "not within $patience s: $*"
        sleep 0.05
    done
}

# always SECONDS COMMAND...: it succeeds, and goes on doing so.
always() {
    local end=$((SECONDS + $1))
    while ((SECONDS < end)); do
        "${@:2}" || fail "not, or no longer: ${*:2}"
        sleep 0.05
    done
}

# family: the flag of ip for the service address.
family() {
    [[ $service == *:* ]] && echo -6 || echo -4
}

announced() {
    [[ $(on "$1" ip "$(family)" addr show to "$service") ]]
}

withdrawn() {
    ! announced "$1"
}

held() {
    [[ $(on "$1" ip "$(family)" route show table local "$service" proto 199) ]]
}

not_held() {
    ! held "$1"
}

# answer CLIENT: the nameserver that answers a client at the service address.
answer() {
    on "$1" dig +short +tries=1 +timeout=1 "@$service" whoami.yetiops.net TXT | tr -d '"'
}

# routed ROUTER NAMESERVER: the router's kernel sends queries to that nameserver: over the link to it or, to the one that
# is not its own, over the link to the other router. (An interface is named after the host at its other end.)
routed() {
    local link=$2
    case $1,$2 in
        vyos-01,ns-02) link=vyos-02 ;;
        vyos-02,ns-01) link=vyos-01 ;;
    esac
    [[ $(on "$1" ip "$(family)" route show "$service") == *" dev $link proto bgp "* ]]
}

answered() {
    [[ $(answer "$1") == "$2" ]]
}

# served NS NS: the first serves client-01, the second client-02: the routers' kernels send them there, and from there
# come the answers.
served() {
    eventually routed vyos-01 "$1"
    eventually routed vyos-02 "$2"
    eventually answered client-01 "$1"
    eventually answered client-02 "$2"
}

# served_without HOST: it has withdrawn (and holds) the address, and the other one serves both clients.
served_without() {
    local other=ns-02
    [[ $1 == ns-01 ]] || other=ns-01
    eventually withdrawn "$1"
    held "$1" || fail "$1 holds the address no longer"
    served "$other" "$other"
}

# report: what can be seen after a failure.
report() {
    local host log
    for host in $hosts; do
        running "bgpd-$host" || continue
        printf -- '--- %s\n' "$host"
        on "$host" ip -brief addr
        on "$host" ip "$(family)" route show table all "$service"
        frr "$host" 'show bgp summary failed'
        frr "$host" "show bgp $([[ $service == *:* ]] && echo ipv6 || echo ipv4) unicast $service"
    done
    for log in "$tmp"/{anyward,nameserver,bird,exabgp}-*.log; do
        [[ ! -e $log ]] || { printf -- '--- %s\n' "${log##*/}"; tail -n 20 "$log"; }
    done
}
