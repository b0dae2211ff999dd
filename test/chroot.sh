# shellcheck shell=bash
# Roots with another release of Debian in them, for test/package and for test/run releases.

# shellcheck disable=SC2016 # for the inner shell
in_chroot='mount -t proc proc "$0/proc" && exec chroot "$0" "$@"'

# inside CHROOT COMMAND...: in namespaces of its own, which take away what it mounts and starts. With own_network=yes also
# in a network of its own.
inside() {
    unshare ${own_network:+--net} --mount --propagation private --pid --fork --mount-proc --kill-child \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C DEBIAN_FRONTEND=noninteractive \
        sh -c "$in_chroot" "$@"
}

# chroot_with FOLDER SUITE PACKAGES...: made once, or the one that is there; no service starts in it.
chroot_with() {
    local making=$1.making
    [[ ! -d $1 ]] || return 0
    rm -rf "$making"
    unshare --mount --propagation private --pid --fork --mount-proc --kill-child \
        debootstrap --variant=minbase "$2" "$making" &&
        printf '#!/bin/sh\nexit 101\n' >"$making/usr/sbin/policy-rc.d" &&
        chmod +x "$making/usr/sbin/policy-rc.d" &&
        inside "$making" apt-get install -qq -y --no-install-recommends "${@:3}" &&
        mv "$making" "$1"
}
