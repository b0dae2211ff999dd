# shellcheck shell=bash
# shellcheck disable=SC2154 # root is that of whoever sources this
# What a fresh Debian machine lacks for building anyward, for the lab, the guest, the lint and the benches, and the build itself.

# install_for build|lab|lint|metrics|analysis|chroots|guest|bench...: the packages that are missing, without starting the services that
# come with them: nameservers and routers run in the lab only. A policy-rc.d of the machine's own is left as it is.
install_for() (
    policy=/usr/sbin/policy-rc.d packages=() temporary=()
    for purpose; do
        for package in $(packages_for "$purpose"); do
            [[ $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) == ?i* ]] || packages+=("$package")
        done
    done
    ((${#packages[@]})) || exit 0
    echo "installing ${packages[*]}"
    trap 'rm -f "${temporary[@]}"' EXIT
    log=$(mktemp)
    temporary+=("$log")
    if [[ ! -e $policy ]]; then
        temporary+=("$policy")
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    {
        apt-get update -qq &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${packages[@]}"
    } &>"$log" </dev/null || { tail -n 20 "$log" >&2; exit 1; }
)

packages_for() {
    case $1 in
        build) echo g++ meson ninja-build pkg-config libnl-3-dev libnl-route-3-dev libldns-dev libsystemd-dev \
            libcap-ng-dev libcli11-dev libfmt-dev nlohmann-json3-dev doctest-dev ;;
        lab) echo frr bind9 bind9-dnsutils dnsperf unbound nsd knot bird2 exabgp iproute2 ifupdown strace tcpdump python3-minimal ;;
        lint) echo shellcheck mandoc zsh fish ;;
        metrics) echo prometheus prometheus-node-exporter ;;
        analysis) echo clang libclang-rt-14-dev clang-tidy cppcheck gcovr valgrind ;;
        chroots) echo debootstrap ;;
        guest) echo qemu-system-x86 debootstrap ;;
        bench) echo keepalived dnsdist gnuplot-nox valgrind ;;
    esac
}

# build FOLDER [MESON-OPTION...]: quiet unless it fails.
build() {
    mkdir -p "$1"
    {
        { [[ -e $1/build.ninja ]] || meson setup "$1" "$root" "${@:2}"; } && meson compile -C "$1"
    } &>"$1/build.log" || { cat "$1/build.log" >&2; return 1; }
}
