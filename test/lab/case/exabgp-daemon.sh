#!/usr/bin/env bash
# ExaBGP instead of FRR, as contrib/exabgp says: the routes go when the daemon is stuck or killed, which is what the lease
# is for elsewhere, and with the process that announces them; nobody notices a restart of the daemon.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/exabgp.sh"

# probed HOST: more than a few times, by the daemon that runs now.
probed() {
    [[ $(status "$1" checks 0 probes) =~ ^[0-9]{2,}$ ]]
}

exabgp_flags[ns-02]='--silence 600' # a restart may take its time
exabgp_hosts_up
for host in ns-01 ns-02; do
    nameserver_start "$host" unbound
    eventually says_who "$host" 127.0.0.1
    guard "$host"
done
both served ns-01 ns-02

kill -s STOP "${pid[anyward-ns-01]}"
gone
kill -s CONT "${pid[anyward-ns-01]}"
both served ns-01 ns-02
end anyward-ns-01 KILL 2>/dev/null || true
gone
guard ns-01
both served ns-01 ns-02

before=$(updates vyos-02 10.21.2.3)
guard_stop ns-02
guard ns-02
eventually probed ns-02
both served ns-01 ns-02
[[ $(updates vyos-02 10.21.2.3) == "$before" ]] || fail 'a restart made a BGP update'

# The process, killed: ExaBGP starts it anew, and what it had announced is withdrawn all the same.
kill -s KILL "$(child_of "${pid[exabgp-ns-01]}")"
nameserver_kill ns-01
gone

# Whatever else ends it, it withdraws first.
kill -s KILL "$(child_of "$(child_of "${pid[exabgp-ns-02]}")")"
eventually grep -q 'route removed' "$tmp/exabgp-ns-02.log"
both served ns-02 ns-02

# It ends with ExaBGP.
process=$(child_of "${pid[exabgp-ns-02]}")
watch=$(child_of "$process")
end exabgp-ns-02 KILL 2>/dev/null || true
eventually ended "$process"
eventually ended "$watch"
