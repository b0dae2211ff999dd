# shellcheck shell=bash
# The hosts, their links and their addresses. IPv6 runs beside the article's IPv4 on the same links.

hosts='vyos-01 vyos-02 ns-01 ns-02 client-01 client-02'

# link HOST IPV4 IPV6 HOST IPV4 IPV6: each end's interface is named after the host at the other end.
link() {
    ip link add "$4" netns "$lab-$1" type veth peer name "$1" netns "$lab-$4"
    interface_up "$1" "$4" "$2" "$3"
    interface_up "$4" "$1" "$5" "$6"
}

# interface_up HOST INTERFACE IPV4 IPV6
interface_up() {
    ip -n "$lab-$1" addr add "$3" dev "$2"
    ip -n "$lab-$1" addr add "$4" dev "$2" nodad
    ip -n "$lab-$1" link set "$2" up
}

topology_up() {
    local host
    for host in $hosts; do
        ip netns add "$lab-$host"
        ip -n "$lab-$host" link set lo up
    done
    for host in vyos-01 vyos-02; do
        on "$host" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
    done
    link vyos-01 10.21.1.0/31   fd00:1::1/64  vyos-02   10.21.1.1/31    fd00:1::2/64
    link vyos-01 10.21.2.0/31   fd00:21::1/64 ns-01     10.21.2.1/31    fd00:21::2/64
    link vyos-02 10.21.2.2/31   fd00:22::1/64 ns-02     10.21.2.3/31    fd00:22::2/64
    link vyos-01 192.168.2.1/24 fd00:2::1/64  client-01 192.168.2.10/24 fd00:2::10/64
    link vyos-02 192.168.3.1/24 fd00:3::1/64  client-02 192.168.3.10/24 fd00:3::10/64
    ip -n "$lab-client-01" route add default via 192.168.2.1
    ip -n "$lab-client-02" route add default via 192.168.3.1
    ip -n "$lab-client-01" route add default via fd00:2::1
    ip -n "$lab-client-02" route add default via fd00:3::1
}

topology_remove() {
    local host
    for host in $hosts; do
        if [[ -e /run/netns/$lab-$host ]]; then
            ip netns del "$lab-$host"
        fi
    done
}
