# shellcheck shell=bash
# Other routing daemons, for test/run releases: FRR of another Debian release, in a root of its own, which the lab uses where
# FRR_ROOT names one; and BIRD on the nameservers' hosts.

other_release=trixie
release_cases=(case-kill case-stop case-hang case-servfail case-sigterm case-swapped case-lease case-restart case-user
    case-drain-unbound case-degraded-metric case-redistribute-connected case-ipv6 case-ipv6-network case-held-ipv6
    case-stays-at-home-ipv6 case-bird case-bird-last-choice)
bird_cases=(case-kill case-stop case-hang case-servfail case-sigterm case-swapped case-restart case-user case-deleted-again
    case-kill-under-load case-sigterm-under-load case-hold-down case-drain-unbound)

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
