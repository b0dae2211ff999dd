# shellcheck shell=bash
# The nameservers: BIND and Unbound with the options of the article, either on either host. Each has a folder $tmp/HOST with its
# configuration, pid and control channel, and says at whoami.yetiops.net who it is.

declare -A program=()              # bind or unbound, by host
bind_options=${bind_options:-}      # a case's own, for every BIND started from now on

# nameserver_start HOST [bind|unbound]: as in the article, BIND on ns-01 and Unbound on ns-02.
nameserver_start() {
    local host=$1 usual=bind
    [[ $host == ns-01 ]] || usual=unbound
    program[$host]=${2:-${program[$host]:-$usual}}
    mkdir -p "$tmp/$host"
    "${program[$host]}_config" "$host"
    case ${program[$host]} in
        bind) spawn "nameserver-$host" "$host" named -f -c "$tmp/$host/named.conf" ;;
        unbound) spawn "nameserver-$host" "$host" unbound -d -c "$tmp/$host/unbound.conf" ;;
    esac
}

# How a nameserver goes, and comes back: stopped or killed ones by nameserver_start.
nameserver_stop() { end "nameserver-$1"; }
nameserver_kill() { end "nameserver-$1" KILL 2>/dev/null || true; }
nameserver_freeze() { kill -s STOP "${pid[nameserver-$1]}"; }
nameserver_thaw() { kill -s CONT "${pid[nameserver-$1]}"; }

# nameserver_break HOST: it runs and answers id.server, but SERVFAIL for yetiops.net.
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

# control HOST COMMAND...: rndc or unbound-control.
control() {
    case ${program[$1]} in
        bind) on "$1" rndc -k "$tmp/$1/rndc.key" -s 127.0.0.1 "${@:2}" ;;
        unbound) on "$1" unbound-control -c "$tmp/$1/unbound.conf" "${@:2}" ;;
    esac >>"$tmp/nameserver-$1.log" 2>&1
}

bind_config() {
    local host=$1 dir=$tmp/$1
    [[ -e $dir/rndc.key ]] || rndc-confgen -a -c "$dir/rndc.key" &>/dev/null
    cat >"$dir/zone.db" <<END
\$TTL 300
@       SOA ns.yetiops.net. hostmaster.yetiops.net. 1 3600 600 86400 300
@       NS  ns
@       A   104.31.77.84
@       A   104.31.76.84
ns      A   169.254.0.1
whoami  TXT "$host"
END
    cat >"$dir/named.conf" <<END
acl goodclients {
 192.168.0.0/16;
 fd00::/8;
 localhost;
};

options {
        directory "$dir";
        pid-file "named.pid";
        session-keyfile "session.key";
        allow-query { goodclients; };
        forwarders {
                9.9.9.9;
        };
        dnssec-validation auto;
        listen-on { any; };
        listen-on-v6 { any; };
        $bind_options
};

logging {
        category default { default_stderr; };
        category lame-servers { null; };        # there is nobody upstream to ask: that would fill the log
};
include "$dir/rndc.key";
controls { inet 127.0.0.1 allow { localhost; } keys { "rndc-key"; }; };
zone "yetiops.net" { type primary; file "zone.db"; };
END
}

unbound_config() {
    local host=$1 dir=$tmp/$1
    cat >"$dir/unbound.conf" <<END
server:
  directory: "$dir"
  pidfile: "unbound.pid"
  chroot: ""
  username: ""
  use-syslog: no
  access-control: 10.0.0.0/8 allow
  access-control: 127.0.0.0/8 allow
  access-control: 192.168.0.0/16 allow
  aggressive-nsec: yes
  cache-max-ttl: 14400
  cache-min-ttl: 1200
  hide-identity: yes
  hide-version: yes
  interface: $service
  prefetch: yes
  rrset-roundrobin: yes
  use-caps-for-id: yes
  verbosity: 1
  local-zone: yetiops.net. static
  local-data: "yetiops.net. A 104.31.77.84"
  local-data: "yetiops.net. A 104.31.76.84"
  local-data: "whoami.yetiops.net. TXT $host"

remote-control:
  control-enable: yes
  control-interface: $dir/control
  control-use-cert: no

forward-zone:
   name: "."
   forward-addr: 1.1.1.1@53#one.one.one.one
   forward-addr: 9.9.9.9@53#dns.quad9.net
END
}
