#!/usr/bin/env bash
# The examples of checks in the man page pass against nameservers that are as they say: BIND with the signed zone, and
# Unbound, which validates it.
. "$(dirname "$0")/../lib/lib.sh"

hosts=ns-01
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
ip -n "$lab-ns-01" addr add 192.0.2.1/32 dev lo

cat >"$tmp/zone.db" <<'END'
$TTL 300
@       SOA ns hostmaster 1 3600 600 86400 300
@       NS  ns
@       A   104.31.77.84
@       A   104.31.76.84
@       MX  10 mail
ns      A   192.0.2.1
mail    A   192.0.2.1
END
cat >"$tmp/named.conf" <<END
options {
        directory "$tmp";
        pid-file "named.pid";
        session-keyfile "session.key";
        listen-on { any; };
        listen-on port 5353 { 127.0.0.1; };
        recursion no;
};
zone "yetiops.net" { type primary; file "zone.db"; dnssec-policy default; inline-signing yes; };
END
cat >"$tmp/unbound.conf" <<END
server:
  directory: "$tmp"
  pidfile: "unbound.pid"
  chroot: ""
  username: ""
  use-syslog: no
  interface: 127.0.0.2
  do-not-query-localhost: no
  trust-anchor-file: "trust-anchor"
stub-zone:
  name: yetiops.net
  stub-addr: 192.0.2.1
END

# signed TYPE: BIND answers with a signature.
signed() {
    on ns-01 dig +dnssec +tries=1 +timeout=1 @192.0.2.1 yetiops.net "$1" | grep -qw RRSIG
}

passes() {
    on ns-01 "$anyward" check --liveness none --server "$1" --check "$2"
}

spawn nameserver-bind ns-01 named -f -c "$tmp/named.conf"
eventually signed SOA
eventually signed DNSKEY
on ns-01 dig +noall +answer @192.0.2.1 yetiops.net DNSKEY >"$tmp/trust-anchor"
spawn nameserver-unbound ns-01 unbound -d -c "$tmp/unbound.conf"
eventually passes 127.0.0.2 'yetiops.net A' >/dev/null

# A line is ".It Li EXAMPLE", where mdoc writes a quote as three.
sed -n '/^Some checks:/,/^\.El/ s/^\.It Li //p' "$root/man/anyward.8" | sed 's/"""/"/g' >"$tmp/examples"
(($(wc -l <"$tmp/examples") > 10)) || fail 'the man page has no examples of checks'
while read -r example; do
    server=127.0.0.1
    [[ $example != *+ad* ]] || server=127.0.0.2
    passes "$server" "$example"
done <"$tmp/examples"
