#!/usr/bin/env bash
# Two services of other names and the same address: the second is refused at its start, and at a reload that would add the
# address, and says who has it. Once the first is gone, killed even, it is free. A dry run takes no address.
. "$(dirname "$0")/../lib/lib.sh"

hosts=ns-01
ip netns add "$lab-ns-01"
ip -n "$lab-ns-01" link set lo up
spawn nameserver-ns-01 ns-01 "$root/test/lab/tool/fake-nameserver" --port 5353 good
eventually grep -qs ready "$tmp/nameserver-ns-01.log"

# guard NAME ADDRESS [FLAG...]: with a configuration file of its own.
guard() {
    printf 'name = %s\naddress = %s\nserver = 127.0.0.1#5353\ndrain-file = %s\nsocket = %s\n' "$1" "$2" "$tmp/$1.drain" \
        "$tmp/$1.sock" >"$tmp/$1.conf"
    spawn "anyward-$1" ns-01 "$anyward" run --config "$tmp/$1.conf" "${@:3}"
}

ended() { ! running "anyward-$1"; }

# refused NAME: it ends, and has said why in one line.
refused() {
    local status=0
    eventually ended "$1"
    wait "${pid[anyward-$1]}" || status=$?
    unset "pid[anyward-$1]"
    cat "$tmp/anyward-$1.log"
    ((status == 1)) || fail "$1 ended with status $status"
    [[ $(<"$tmp/anyward-$1.log") == "anyward: another anyward (process ${pid[anyward-first]}) guards $service here"* ]] ||
        fail 'not said who has the address'
    rm "$tmp/anyward-$1.log"
}

second=2001:db8::53
guard first "$service"
eventually announced ns-01
guard other "$service"
refused other
guard other "$second" --address "$service"
refused other
guard dry "$service" --dry-run
eventually logged dry '-> up'

# A reload is refused for the same reason, and for a dry run no more, and leaves everything as it is.
guard other "$second"
eventually logged other '-> up'
echo "address = $service" >>"$tmp/other.conf"
kill -s HUP "${pid[anyward-other]}"
eventually logged other "not reloaded, and nothing is changed: another anyward (process ${pid[anyward-first]}) guards"
always 1 announced ns-01

# What a reload gives up, another may take; so what one that was killed had.
sed -i "s/^address = .*/address = 192.0.2.1/" "$tmp/first.conf"
kill -s HUP "${pid[anyward-first]}"
eventually withdrawn ns-01
kill -s HUP "${pid[anyward-other]}"
eventually announced ns-01
disown "${pid[anyward-other]}"
end anyward-other KILL 2>/dev/null || true
guard first-again "$service"
eventually logged first-again adopted
always 1 announced ns-01
