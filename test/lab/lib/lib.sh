# shellcheck shell=bash
# The lab: six hosts as network namespaces on this machine. A case sources this file; README.md has the
# drawing and the list of what a case can say. Everything a case starts goes when it ends, however it ends.
set -Eeuo pipefail

((EUID == 0)) || { echo 'the lab makes network namespaces: run it as root' >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
anyward=${ANYWARD:-$root/build/anyward}
lab=aw$$                            # prefix of the namespaces and of FRR's path spaces: cases run side by side
tmp=$(mktemp -d /tmp/anyward-lab.XXXXXX)
service=${service:-169.254.0.1}     # the service address; a case may set another before it sources this
declare -A pid=()                  # of each process we started, by a name that is also that of its log

for part in topology routers nameservers guard clients expect; do
    # shellcheck source=/dev/null
    . "$root/test/lab/lib/$part.sh"
done

# on HOST COMMAND...: run a command on a host.
on() {
    ip netns exec "$lab-$1" "${@:2}"
}

# spawn NAME HOST COMMAND...: the same in the background, its output in NAME.log.
spawn() {
    local own comm
    read -r own <"/proc/$$/comm"
    ip netns exec "$lab-$2" "${@:3}" </dev/null >>"$tmp/$1.log" 2>&1 &
    pid[$1]=$!
    # A signal that met it while it is this shell yet would run the traps of this shell.
    while read -r comm 2>/dev/null <"/proc/$!/comm" && [[ $comm == "$own" ]]; do
        sleep 0.001
    done
}

running() {
    [[ ${pid[$1]:-} ]] && kill -0 "${pid[$1]}" 2>/dev/null
}

# end NAME [SIGNAL]: signal a process, wait for its end, return its exit status.
end() {
    local status=0 deadline=$((SECONDS + 20))
    kill -s "${2:-TERM}" "${pid[$1]}" 2>/dev/null || true
    while running "$1"; do
        ((SECONDS < deadline)) || { echo "$1 ignores SIG${2:-TERM}" >&2; kill -s KILL "${pid[$1]}"; break; }
        sleep 0.02
    done
    wait "${pid[$1]}" || status=$?
    unset "pid[$1]"
    return "$status"
}

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

# The daemons of a case that ends well must end well too; after a failure say what can be seen of it.
finish() {
    local status=$? name
    trap '' INT TERM PIPE
    trap - ERR
    set +e
    if ((status)); then
        ((status == 130)) || report >&2
    else
        for name in "${!pid[@]}"; do
            [[ $name == anyward-* ]] || continue
            end "$name" || { status=$?; echo "FAIL: $name ended with status $status"; tail -n 20 "$tmp/$name.log"; } >&2
        done
    fi
    for name in "${!pid[@]}"; do
        kill -s CONT "${pid[$name]}" 2>/dev/null
        kill -s TERM "${pid[$name]}" 2>/dev/null
    done
    for name in "${!pid[@]}"; do
        end "$name" 2>/dev/null
    done
    routers_remove
    topology_remove
    rm -rf "$tmp"
    exit "$status"
}

trap finish EXIT
trap 'echo "FAIL: ${BASH_SOURCE[0]##*/}:$LINENO: $BASH_COMMAND" >&2' ERR
trap 'exit 130' INT
trap 'exit 141' PIPE
trap 'exit 143' TERM
