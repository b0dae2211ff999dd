#!/bin/sh
# man.sh PAGE...: mandoc has nothing to say about the man pages.
set -eu

command -v mandoc >/dev/null || { echo 'no mandoc' >&2; exit 77; }
mandoc -T lint -W warning "$@"
