# shellcheck shell=bash
# shellcheck disable=SC2034 # the lists are for test/run
# Other routing daemons, for test/run releases: FRR of another Debian release, in a root of its own, which the lab uses where
# FRR_ROOT names one; and BIRD on the nameservers' hosts.

other_release=trixie
release_cases=(kill stop hang servfail sigterm swapped lease restart user drain-unbound degraded-metric
    redistribute-connected ipv6 ipv6-network held-ipv6 stays-at-home-ipv6 bird bird-last-choice)
bird_cases=(kill stop hang servfail sigterm swapped restart user deleted-again kill-under-load sigterm-under-load hold-down
    drain-unbound)

# frr_root FOLDER SUITE: makes it, or leaves the one that is there.
frr_root() {
    chroot_with "$1" "$2" frr &>"$1.log" </dev/null || { tail -n 20 "$1.log" >&2; return 1; }
}
