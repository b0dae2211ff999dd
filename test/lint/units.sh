#!/bin/sh
# units.sh PROGRAM UNIT...: systemd has nothing to say about the units, they leave little open, and with the nameservers
# and routing daemons that they stand between, no ordering cycle closes.
set -eu

program=$1
shift
exposure=15     # at most, in tenths, as systemd-analyze security counts

command -v systemd-analyze >/dev/null || { echo 'no systemd-analyze' >&2; exit 77; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

# The units as installed, but with the program of this build; of the template, an instance.
for unit; do
    name=$(basename "$unit" | sed 's/@\./@example./')
    sed -E "s#^(Exec[A-Z][a-z]*=-?)[^ ]*/anyward #\1$program #" "$unit" >"$dir/$name"
    grep -Eq "^Exec(Start=|Stop=-)$program (run|drain) " "$dir/$name" || {
        echo "$unit does not run the program" >&2
        exit 1
    }
    names="${names:-} $name"
done

# A host with everything on it, so that nothing of this machine's is looked at. The lines are those of Debian 12.
stub() {
    name=$1
    shift
    printf '%s\n' '[Unit]' "Description=$name" "$@" >"$dir/$name"
    case $name in *.service) printf '[Service]\nExecStart=%s\n' "$program" >>"$dir/$name" ;; esac
}
for target in sysinit shutdown network-pre nss-lookup; do
    stub $target.target
done
stub basic.target Requires=sysinit.target After=sysinit.target
stub network.target After=network-pre.target
stub network-online.target After=network.target
stub networking.service After=network-pre.target Wants=network.target 'Before=network.target network-online.target'
stub frr.service Wants=network.target After=network-pre.target Before=network.target
stub bird.service After=network.target
stub named.service After=network.target Wants=nss-lookup.target Before=nss-lookup.target
stub unbound.service After=network.target Wants=nss-lookup.target Before=nss-lookup.target
stub nsd.service After=network.target
stub knot.service Wants=network-online.target After=network-online.target
stub multi-user.target After=basic.target Requires=basic.target \
    "Wants=networking.service frr.service bird.service named.service unbound.service nsd.service knot.service$names"

# verify says on stderr what is wrong, and mostly ends with 0 all the same.
export SYSTEMD_UNIT_PATH="$dir"
status=0
cd "$dir"
# shellcheck disable=SC2086 # a word for each name
for unit in $names multi-user.target; do
    said=$(systemd-analyze verify --man=no "./$unit" 2>&1) || said="$said (status $?)"
    [ -z "$said" ] || { echo "$said"; status=1; }
done
# shellcheck disable=SC2086
for unit in $names; do
    said=$(systemd-analyze security --offline=true --no-pager --threshold=$exposure "./$unit") || {
        echo "$said" | grep -v '^[✓+]'     # what is open
        status=1
    }
    echo "$said" | tail -n 1
done
exit $status
