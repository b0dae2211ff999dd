# shellcheck shell=bash
# The real ifup and ifdown with the hook of contrib/ifupdown on a host without systemd. Each host has /etc/network, /run
# and /var/log of its own, in $tmp/HOST, and the user that the units run as.

# ifupdown_host HOST: installed there, as meson does it; the stanzas come on standard input.
ifupdown_host() {
    local dir=$tmp/$1 phase
    mkdir -p "$dir"/{run,log,bin}
    cp "$root/contrib/ifupdown/hook" "$dir/hook"
    ln -s "$(realpath "$anyward")" "$dir/bin/anyward"
    for phase in pre-up up down; do
        mkdir -p "$dir/network/if-$phase.d"
        ln -s "$dir/hook" "$dir/network/if-$phase.d/anyward"
    done
    mkdir "$dir/network/if-post-down.d"
    { grep -v '^anyward:' /etc/passwd; echo 'anyward:x:64053:64053::/nonexistent:/usr/sbin/nologin'; } >"$dir/passwd"
    { grep -v '^anyward:' /etc/group; echo 'anyward:x:64053:'; } >"$dir/group"
    chmod a+x "$tmp"                # for that user
    ln -s "$dir/log/anyward/lo:1.log" "$tmp/anyward-$1.log"
    cat >"$dir/network/interfaces"
}

# inside HOST COMMAND...: run it where these folders are the machine's. (ip netns exec makes a mount namespace.)
inside() {
    # shellcheck disable=SC2016 # expanded there
    on "$1" sh -ec '
        for folder in run var/log:log usr/local/bin:bin etc/network:network etc/passwd:passwd etc/group:group; do
            mount --bind "$0/${folder#*:}" "/${folder%:*}"
        done
        exec "$@"' "$tmp/$1" "${@:2}"
}

# up HOST [FLAG...]: ifup lo:1, and its status. What it starts ends with the case at the latest.
up() {
    local status=0 family pid_file
    inside "$1" ifup "${@:2}" lo:1 || status=$?
    for family in '' -inet6; do
        pid_file=$tmp/$1/run/anyward-ifupdown/lo:1$family.pid
        [[ ! -e $pid_file ]] || pid[ifup-$1$family]=$(<"$pid_file")
    done
    return "$status"
}

# down HOST: ifdown lo:1, which returns when nothing is left.
down() {
    local family
    inside "$1" ifdown lo:1
    for family in '' -inet6; do
        ! running "ifup-$1$family" || fail "ifdown on $1 leaves anyward running"
        unset "pid[ifup-$1$family]"
    done
    nothing_left "$1"
}

# nothing_left HOST: no address, no hold route of either family, no file of the hook's.
nothing_left() {
    withdrawn "$1" || fail "$1: the address is left"
    [[ -z $(on "$1" ip route show table local proto 199; on "$1" ip -6 route show table local proto 199) ]] ||
        fail "$1: a hold route is left"
    [[ ! -e $tmp/$1/run/anyward-ifupdown || -z $(ls -A "$tmp/$1/run/anyward-ifupdown") ]] || fail "$1: files are left"
}
