# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for test/run
# Other routing daemons, for test/run releases: FRR of another Debian release, in a root of its own, which the lab uses where
# FRR_ROOT names one; and BIRD on the nameservers' hosts.

other_release=trixie
release_cases=(kill stop hang servfail sigterm swapped lease restart user drain-unbound degraded-metric
    redistribute-connected ipv6 ipv6-network held-ipv6 stays-at-home-ipv6 bird bird-last-choice)
bird_cases=(kill stop hang servfail sigterm swapped restart user deleted-again kill-under-load sigterm-under-load hold-down
    drain-unbound)

# frr_root FOLDER SUITE: makes it, or leaves the one that is there; its services start in the lab only.
frr_root() {
    local folder=$1 suite=$2 making=$1.making
    [[ ! -d $folder ]] || return 0
    rm -rf "$making"
    {
        # In namespaces of its own: what debootstrap and the packages mount and start there ends with them.
        unshare --mount --propagation private --pid --fork --mount-proc \
            debootstrap --variant=minbase "$suite" "$making" &&
            printf '#!/bin/sh\nexit 101\n' >"$making/usr/sbin/policy-rc.d" &&
            chmod +x "$making/usr/sbin/policy-rc.d" &&
            DEBIAN_FRONTEND=noninteractive unshare --mount --propagation private --pid --fork --mount-proc \
                chroot "$making" apt-get install -qq -y --no-install-recommends frr &&
            mv "$making" "$folder"
    } &>"$folder.log" </dev/null || { tail -n 20 "$folder.log" >&2; return 1; }
}
