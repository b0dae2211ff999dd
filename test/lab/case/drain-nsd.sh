#!/usr/bin/env bash
# NSD is drained and comes back, ten times under load: nothing is lost.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/drain.sh"

drains nsd
