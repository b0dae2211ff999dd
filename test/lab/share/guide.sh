# shellcheck shell=bash
# man/anyward-anycast.7 as its reader follows it: the files that it shows are those of the hosts, which have the /etc of this
# machine otherwise, and what it says is typed there is run, in its order. What systemd, apt-get and ifup would do is done in
# the lab's way.

page=$root/man/anyward-anycast.7

# ns-02 has the files of ns-01 with its own numbers, as the page says; so has vyos-02.
other_numbers='s/64520/64530/; s/10\.21\.2\.0/@/; s/10\.21\.2\.1/10.21.2.3/; s/@/10.21.2.2/; s/10\.21\.1\.1/10.21.1.0/
    s/192\.168\.2\./192.168.3./'

# guide_up: hosts with these files, and an upstream resolver, for the outside world is not here. Its answers are not signed.
guide_up() {
    local host
    topology_up
    for host in ns-01 ns-02; do
        mkdir -p "$tmp/$host"/{run/named,cache,bin,etc/frr}
        # Not all of /etc/frr, where other cases come and go.
        tar -C /etc --exclude=./frr -cf - . | tar -C "$tmp/$host/etc" -xf -
        cp /etc/frr/daemons "$tmp/$host/etc/frr/"
        chown bind: "$tmp/$host"/{run/named,cache}
        ln -s "$(realpath "$anyward")" "$tmp/$host/bin/anyward"
        rm -f "$tmp/$host/etc/unbound/unbound.conf.d/root-auto-trust-anchor-file.conf"
    done
    "$root/test/page-files" "$page" "$tmp/page"
    cp -a "$tmp/page/ns-01/." "$tmp/ns-01/"
    cp -a "$tmp/page/ns-02/." "$tmp/ns-02/"
    sed "$other_numbers" "$tmp/ns-01/etc/frr/frr.conf" >"$tmp/ns-02/etc/frr/frr.conf"
    cp -a "$tmp/ns-01/etc/anyward" "$tmp/ns-02/etc/"
    sed -i 's/dnssec-validation auto/dnssec-validation no/' "$tmp/ns-01/etc/bind/named.conf.options"
    chmod a+x "$tmp"                # for the users of BIND and Unbound
    frr_start vyos-01 < <("$root/test/lab/tool/vyos-to-frr" <"$tmp/page/vyos-01/set")
    frr_start vyos-02 < <(sed "$other_numbers" "$tmp/page/vyos-01/set" | "$root/test/lab/tool/vyos-to-frr")
    cat >"$tmp/upstream.conf" <<END
server:
  directory: "$tmp"
  pidfile: ""
  chroot: ""
  username: ""
  use-syslog: no
  interface: 9.9.9.9
  ip-freebind: yes
  access-control: 0.0.0.0/0 allow
  local-data: "yetiops.net. A 104.31.77.84"
END
    for host in vyos-01 vyos-02; do
        ip -n "$lab-$host" route add local 9.9.9.9 dev lo   # no address: it would become a router-id
        spawn "upstream-$host" "$host" unbound -d -c "$tmp/upstream.conf"
    done
    ip -n "$lab-ns-01" route add 9.9.9.9 via 10.21.2.0
    ip -n "$lab-ns-02" route add 9.9.9.9 via 10.21.2.2
    for host in ns-01 ns-02; do
        eventually on "$host" dig +tries=1 +timeout=1 @9.9.9.9 yetiops.net >/dev/null
    done
}

# The start of a command on a host whose folders these are. (ip netns exec makes a mount namespace.)
# shellcheck disable=SC2016 # expanded there
inside=(sh -ec '
    for folder in run:run etc:etc usr/local/bin:bin var/cache/bind:cache; do
        mount --bind "$0/${folder#*:}" "/${folder%:*}"
    done
    exec "$@"')

nameserver_of() {
    local command=(named -g -u bind)
    [[ $2 == named ]] || command=(unbound -d -p)
    spawn "nameserver-$1" "$1" "${inside[@]}" "$tmp/$1" "${command[@]}"
    eventually on "$1" dig +tries=1 +timeout=1 @127.0.0.1 localhost >/dev/null
}

# unit HOST UNIT: what starts there; ready when this returns, as with systemd.
unit() {
    case $2 in
        named | unbound) nameserver_of "$@" ;;
        frr)
            grep -qx bgpd=yes "$tmp/$1/etc/frr/daemons" || fail "$1: bgpd is not turned on"
            frr_start "$1" <"$tmp/$1/etc/frr/frr.conf"
            ;;
        anyward)
            spawn "anyward-$1" "$1" "${inside[@]}" "$tmp/$1" anyward run --config /etc/anyward/anyward.conf
            eventually test -S "$tmp/$1/run/anyward/anyward.sock"
            ;;
        *) fail "the page speaks of the unit $2" ;;
    esac
}

# typed HOST COMMAND: run it, and print what it says.
typed() {
    local status=0
    case $2 in
        'apt-get install '* | 'ifup eth2') ;;
        'systemctl restart anyward')
            guard_stop "$1" USR2
            unit "$1" anyward
            ;;
        'systemctl restart '* | 'systemctl start '* | 'systemctl enable --now '*) unit "$1" "${2##* }" ;;
        'systemctl stop named') nameserver_stop "$1" ;;
        'show '*) frr "$1" "$2" ;;
        'vtysh -c '*) frr "$1" "$(eval "set -- $2"; echo "$3")" ;;
        *)
            on "$1" "${inside[@]}" "$tmp/$1" sh -c "$2" || status=$?
            # The exit status of "anyward status" is the state.
            [[ $status == 0 || $2 == 'anyward status' && $status -lt 3 ]] || fail "$1: $2: exit status $status"
            ;;
    esac
}

# sees CLIENT COMMAND ANSWER
sees() {
    [[ $(on "$1" sh -c "$2") == "$3" ]]
}

# walk SECTION...: type what the page has there. A client must come to see what the page shows.
walk() {
    local section line host command
    for section; do
        sed -n "/^\.S[sh] $section\$/,/^\.S[sh] /p" "$page" >"$tmp/section"
        [[ -s $tmp/section ]] || fail "the page has no section $section"
        while read -r line <&3; do
            [[ $line =~ ^((ns|vyos|client)-0[12])[#$]\ (.*)$ ]] || continue
            host=${BASH_REMATCH[1]}
            command=${BASH_REMATCH[3]}
            echo "$line"
            case $host in
                client-*)
                    read -r line <&3
                    eventually sees "$host" "$command" "$line"
                    ;;
                *) typed "$host" "$command" ;;
            esac
        done 3<"$tmp/section"
    done
}
