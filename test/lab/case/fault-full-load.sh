#!/usr/bin/env bash
# Both nameservers get as many queries as dnsperf can send for half a minute: no false alarm at defaults, and one that is
# killed meanwhile is withdrawn.
# Runs alone: the load takes every core.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/faults.sh"

# load HOST: at most 200 queries wait for their answers, as dnsperf does by itself.
load() {
    spawn "dnsperf-$1" "$1" dnsperf -s "$service" -d "$tmp/names" -c 10 -q 200 -l "${2:-30}" -S 5
}
loaded() { grep -qs 'QPS' "$tmp/dnsperf-$1.log" || grep -qs 'qps' "$tmp/dnsperf-$1.log"; }
quiet() { ! grep -qE -- ' -> (down|degraded)' "$tmp"/anyward-ns-0[12].log; }

printf 'whoami.yetiops.net TXT\nyetiops.net A\nyetiops.net SOA\n' >"$tmp/names"
lab_up
load client-01
load client-02
always 25 quiet
for host in client-01 client-02; do
    end "dnsperf-$host" INT || true
    grep -E 'Queries (per second|lost|sent)' "$tmp/dnsperf-$host.log"
done
served ns-01 ns-02

load client-02 300
nameserver_kill ns-01
served_without ns-01
