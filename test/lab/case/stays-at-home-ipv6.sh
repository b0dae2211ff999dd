#!/usr/bin/env bash
# The same with an IPv6 service address, where its device and not its source keeps a probe at home. Unbound on both:
# with ip-freebind it listens on an address that is held, or not there at all.
service=2001:db8::53
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/stays-at-home.sh"

program=([ns-01]=unbound [ns-02]=unbound)
# ::1 too: without the hold that is whom anyward asks while the address is withdrawn. By design a nameserver that
# listens on the service address alone needs the hold; without, it would never be announced.
unbound_options='ip-freebind: yes
  interface: ::1
  access-control: fd00::/8 allow'
stays_at_home redistribute-connected
