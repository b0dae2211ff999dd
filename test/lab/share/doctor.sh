# shellcheck shell=bash
# What the cases of anyward doctor share.

prefix=()                           # of the command: who runs it
declare -A in_place=()              # a file or folder of the case's own, by the path of the machine's that it stands for

# doctor HOST FLAG...: ask it, with the files of in_place; its answer is in $tmp/doctor.json, its exit status in $status.
doctor() {
    local mounts='' path pathspace=${pathspace:-$lab-$1}
    for path in "${!in_place[@]}"; do
        mounts+="mount --bind '${in_place[$path]}' '$path' && "
    done
    status=0
    # Its namespace of mounts is its own: ip netns exec makes one.
    on "$1" sh -c "$mounts"' exec "$@"' doctor "${prefix[@]}" "$anyward" doctor --json --address "$service" --check 'yetiops.net A' \
        --frr-pathspace "$pathspace" --drain-file "$tmp/$1.drain" "${@:2}" >"$tmp/doctor.json" 2>"$tmp/doctor.err" ||
        status=$?
}

# finds STATUS "ID..." HOST FLAG...: these, and nothing else, and that exit status.
finds() {
    local ids
    doctor "${@:3}"
    ids=$(sed -n 's/^ *"id": "\([^"]*\)",$/\1/p' "$tmp/doctor.json" | sort -u | paste -s -d ' ')
    [[ $ids == "$2" ]] || fail "found '$ids' instead of '$2': $(cat "$tmp/doctor.json" "$tmp/doctor.err")"
    ((status == $1)) || fail "exit status $status instead of $1 with '$ids'"
}

# looked_at SOURCE...: nothing has kept it from looking there.
looked_at() {
    local source
    for source; do
        python3 -c 'import json, sys; sys.exit(sys.argv[2] not in json.load(open(sys.argv[1]))["looked_at"])' \
            "$tmp/doctor.json" "$source" || fail "did not look at $source: $(cat "$tmp/doctor.json")"
    done
}

# not_looked_at SOURCE...: it says so.
not_looked_at() {
    local source
    for source; do
        grep -q "\"source\": \"$source\"" "$tmp/doctor.json" ||
            fail "does not say that it did not look at $source: $(cat "$tmp/doctor.json")"
    done
}

# mend HOST: do what the first finding says, which is a command.
mend() {
    local command
    command=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["findings"][0]["mend"])' "$tmp/doctor.json")
    on "$1" sh -c "$command" >/dev/null || fail "the mend fails: $command"
}

# configure HOST LINE...: in vtysh, from "configure terminal" on.
configure() {
    local line commands=(-c 'configure terminal')
    for line in "${@:2}"; do
        commands+=(-c "$line")
    done
    vtysh -N "$lab-$1" "${commands[@]}" >/dev/null
}
