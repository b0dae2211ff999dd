# shellcheck shell=bash
# PROGRAM_config HOST writes what that nameserver reads on that host; once more for one that is to read it anew. All
# have the zone yetiops.net, and log to $tmp/nameserver-HOST.log.

# A case's own, for every nameserver that is started from now on:
bind_options=${bind_options:-}      # statements for the options of BIND
bind_listen=any                     # where it listens
unbound_options=${unbound_options:-}    # lines for the server clause of Unbound
nsd_options=${nsd_options:-}        # the same of NSD
declare -A zones=()                 # more zones, by host, in the words of its program
serial=1                            # the serial of yetiops.net

# zone_file HOST
zone_file() {
    cat >"$tmp/$1/zone.db" <<END
\$TTL 300
@       SOA ns.yetiops.net. hostmaster.yetiops.net. $serial 3600 600 86400 300
@       NS  ns
@       A   104.31.77.84
@       A   104.31.76.84
ns      A   169.254.0.1
whoami  TXT "$1"
END
}

bind_config() {
    local host=$1 dir=$tmp/$1
    [[ -e $dir/rndc.key ]] || rndc-confgen -a -c "$dir/rndc.key" &>/dev/null
    zone_file "$host"
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
        listen-on { $bind_listen; };
        listen-on-v6 { any; };
        $bind_options
};

logging {
        channel log { file "$tmp/nameserver-$host.log"; print-category yes; };
        category default { log; };
        category lame-servers { null; };        # there is nobody upstream to ask: that would fill the log
};
include "$dir/rndc.key";
controls { inet 127.0.0.1 allow { localhost; } keys { "rndc-key"; }; };
zone "yetiops.net" { type primary; file "zone.db"; };
${zones[$host]:-}
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
  logfile: "$tmp/nameserver-$host.log"
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
  local-data: "yetiops.net. SOA ns.yetiops.net. hostmaster.yetiops.net. $serial 3600 600 86400 300"
  local-data: "yetiops.net. A 104.31.77.84"
  local-data: "yetiops.net. A 104.31.76.84"
  local-data: "whoami.yetiops.net. TXT $host"
  $unbound_options

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

nsd_config() {
    local host=$1 dir=$tmp/$1
    zone_file "$host"
    cat >"$dir/nsd.conf" <<END
server:
  ip-address: $service
  username: ""
  zonesdir: "$dir"
  database: ""
  pidfile: "$dir/nsd.pid"
  zonelistfile: "$dir/zone.list"
  xfrdfile: "$dir/xfrd.state"
  xfrdir: "$dir"
  logfile: "$tmp/nameserver-$host.log"
  rrl-ratelimit: 0
  $nsd_options

remote-control:
  control-enable: yes
  control-interface: $dir/control

zone:
  name: yetiops.net
  zonefile: zone.db
${zones[$host]:-}
END
}

knot_config() {
    local host=$1 dir=$tmp/$1
    zone_file "$host"
    cat >"$dir/knot.conf" <<END
server:
    rundir: $dir
    listen: $service@53
control:
    listen: $dir/control
log:
  - target: $tmp/nameserver-$host.log
    any: info
database:
    storage: $dir
template:
  - id: default
    storage: $dir
zone:
  - domain: yetiops.net
    file: zone.db
${zones[$host]:-}
END
}
