#!/usr/bin/env bash
# A dead node beside one that serves the same address stays down, with the hold and without: its probe does not leave
# the host, where the other node would answer it.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/stays-at-home.sh"

stays_at_home network
