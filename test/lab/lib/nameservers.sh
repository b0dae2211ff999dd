# shellcheck shell=bash
# The nameservers: BIND and Unbound with the options of the article, NSD and Knot; any of them on any host. Each has a
# folder $tmp/HOST with its configuration, pid and control channel, and says at whoami.yetiops.net who it is.

# shellcheck source=configurations.sh source-path=SCRIPTDIR
. "$root/test/lab/lib/configurations.sh"

declare -A program=()              # bind, unbound, nsd or knot, by host

# nameserver_start HOST [bind|unbound|nsd|knot]: as in the article, BIND on ns-01 and Unbound on ns-02.
nameserver_start() {
    local host=$1 usual=bind
    [[ $host == ns-01 ]] || usual=unbound
    program[$host]=${2:-${program[$host]:-$usual}}
    mkdir -p "$tmp/$host"
    "${program[$host]}_config" "$host"
    case ${program[$host]} in
        bind) spawn "nameserver-$host" "$host" named -f -c "$tmp/$host/named.conf" ;;
        unbound) spawn "nameserver-$host" "$host" unbound -d -c "$tmp/$host/unbound.conf" ;;
        nsd) spawn "nameserver-$host" "$host" nsd -d -c "$tmp/$host/nsd.conf" ;;
        knot) spawn "nameserver-$host" "$host" knotd -c "$tmp/$host/knot.conf" ;;
    esac
}

# How a nameserver goes, and comes back: stopped or killed ones by nameserver_start. (Freezing is not for NSD, whose
# other processes go on answering.)
nameserver_stop() { end "nameserver-$1"; }
nameserver_kill() { end "nameserver-$1" KILL 2>/dev/null || true; }
nameserver_freeze() { kill -s STOP "${pid[nameserver-$1]}"; }
nameserver_thaw() { kill -s CONT "${pid[nameserver-$1]}"; }

# nameserver_break HOST: it runs and answers id.server, but SERVFAIL for yetiops.net. (Not for NSD and Knot, which keep
# the zone they have.)
nameserver_break() {
    case ${program[$1]} in
        bind)           # a zone that cannot be loaded
            sed -i 's/zone\.db/missing.db/' "$tmp/$1/named.conf"
            control "$1" reconfig
            ;;
        unbound)        # a name for which it must ask upstream, and nobody there answers
            control "$1" local_zone_remove yetiops.net
            ;;
    esac
}

nameserver_mend() {
    case ${program[$1]} in
        bind)
            sed -i 's/missing\.db/zone.db/' "$tmp/$1/named.conf"
            control "$1" reconfig
            ;;
        unbound) control "$1" reload ;;
    esac
}

# refusals HOST ADDRESS WITHDRAWALS: how many queries BIND, which follows the interfaces, may have refused beside those
# withdrawals. For another metric the address goes and comes in one batch; where a scan of BIND's falls in between, as in
# one of forty drains, it closes its listener for a moment. Of others this is 0.
refusals() {
    local closed
    closed=$(grep -c "no longer listening on $2#53" "$tmp/nameserver-$1.log" || true)
    echo $((closed > $3 ? (closed - $3) * 20 : 0))
}

# control HOST COMMAND...: rndc, unbound-control, nsd-control or knotc.
control() {
    case ${program[$1]} in
        bind) on "$1" rndc -k "$tmp/$1/rndc.key" -s 127.0.0.1 "${@:2}" ;;
        unbound) on "$1" unbound-control -c "$tmp/$1/unbound.conf" "${@:2}" ;;
        nsd) on "$1" nsd-control -c "$tmp/$1/nsd.conf" "${@:2}" ;;
        knot) on "$1" knotc -c "$tmp/$1/knot.conf" "${@:2}" ;;
    esac >>"$tmp/nameserver-$1-control.log" 2>&1
}
