# shellcheck shell=bash
# The nameserver on ns-01 is maintained as its operator does every day, under load: anyward, at its default flags, must
# see nothing in it that brings the service down. For the daily cases.

big=big.test                        # a zone of 100,000 records
big_serial=1
primary=10.21.2.0                   # which has it

# daily_up PROGRAM: the lab with that nameserver on ns-01, and a record of the route events at its router.
daily_up() {
    program[ns-01]=$1
    lab_up
    spawn routes vyos-01 ip monitor route
}

# primary_start: NSD, on vyos-01, where the zone comes from.
primary_start() {
    mkdir "$tmp/vyos-01"
    {
        printf '@ 300 SOA ns hostmaster 1 3600 600 86400 300\n@ 300 NS h0\n'
        awk 'BEGIN { for (i = 0; i < 100000; i++) print "h" i " 300 A 192.0.2." i % 256 }'
    } >"$tmp/vyos-01/big.db"
    zones[vyos-01]="zone:
  name: $big
  zonefile: big.db
  provide-xfr: 0.0.0.0/0 NOKEY"
    service=$primary nameserver_start vyos-01 nsd
    eventually has vyos-01 "@$primary" "$big" 1
}

# work NAME COMMAND...: ten times over, while client-01 asks 1,000 questions a second; then how long it went without an
# answer.
work() {
    asking 1000 client-01 "queries-$1"
    for _ in {1..10}; do
        "${@:2}"
    done
    always 2 running "queries-$1"   # a verdict may come late
    end "queries-$1"
    printf '%s: longest gap %s ms, lost %s\n' "$1" "$(figure longest_gap_ms "queries-$1")" "$(figure lost "queries-$1")"
    ! logged ns-01 'up -> ' || fail "$1 changed the state: $(grep 'up -> ' "$tmp/anyward-ns-01.log")"
    ! grep "$service" "$tmp/routes.log" || fail "$1 made a route event"
}

# has HOST @SERVER ZONE SERIAL: the server tells the host that this is the zone's serial.
has() {
    [[ $(on "$1" dig +short +tries=1 +timeout=1 "$2" "$3" SOA) == *" $4 3600 "* ]]
}

# The kinds of work.

# edit: yetiops.net, in the files of the nameserver.
edit() {
    serial=$((serial + 1))
    "${program[ns-01]}_config" ns-01
}

# reload COMMAND...: an edit, and the command that makes the nameserver read it.
reload() {
    edit
    control ns-01 "$@"
    eventually has client-01 "@$service" yetiops.net "$serial"
}

# transfer COMMAND...: the big zone has changed on its primary; the command makes the nameserver look.
transfer() {
    sed -i "1s/hostmaster [0-9]*/hostmaster $((++big_serial))/" "$tmp/vyos-01/big.db"
    control vyos-01 reload
    eventually has vyos-01 "@$primary" "$big" "$big_serial"
    control ns-01 "$@"
    eventually has client-01 "@$service" "$big" "$big_serial"
}

# rotate_log COMMAND...: the log has been moved away; the command makes the nameserver open a new one.
rotate_log() {
    mv "$tmp/nameserver-ns-01.log" "$tmp/nameserver-ns-01.log.1"
    control ns-01 "$@"
    eventually test -e "$tmp/nameserver-ns-01.log"
}

# restart: a stop and a start is another thing: the service is withdrawn, and comes back. (And the record of route
# events does work.)
restart() {
    nameserver_stop ns-01
    served_without ns-01
    eventually grep -q "$service" "$tmp/routes.log"
    nameserver_start ns-01
    served ns-01 ns-02
}
