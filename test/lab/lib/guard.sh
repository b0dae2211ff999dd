# shellcheck shell=bash
# anyward on the nameservers' hosts.

flags=()                            # a case's own, for every anyward run

# guard_start HOST: the command a reader of the README types, and the case's own flags after it. (Its hosts share the
# files of this machine: each has a drain file and a status socket of its own.)
guard_start() {
    spawn "anyward-$1" "$1" "$anyward" run --address "$service" --check 'yetiops.net A' \
        --drain-file "$tmp/$1.drain" --socket "$tmp/$1.sock" "${flags[@]}"
}

# client HOST COMMAND...: a command that asks the daemon of that host.
client() {
    "$anyward" "${@:2}" --socket "$tmp/$1.sock"
}

# status HOST KEY...: what the daemon says of itself, as JSON; null where there is none.
status() {
    client "$1" status --json 2>/dev/null | python3 -c '
import json, sys
value = json.loads(sys.stdin.read() or "null")
for key in sys.argv[1:]:
    value = value and value[int(key) if isinstance(value, list) else key]
print(json.dumps(value))' "${@:2}"
}

drain() { touch "$tmp/$1.drain"; }
undrain() { rm "$tmp/$1.drain"; }

# logged HOST TEXT: anyward has said so.
logged() {
    grep -q -- "$2" "$tmp/anyward-$1.log"
}

# guard_stop HOST [SIGNAL]: it must end with status 0.
guard_stop() {
    end "anyward-$1" "${2:-TERM}" || fail "anyward on $1 ended with status $?"
}

# lab_up [STYLE]: everything, both nameservers guarded and serving. Unbound listens on nothing
# but the service address: the hold must be there first.
lab_up() {
    local host
    topology_up
    routers_up "$@"
    for host in ns-01 ns-02; do
        guard_start "$host"
        eventually held "$host"
        nameserver_start "$host"
    done
    served ns-01 ns-02
}
