#!/bin/sh
# findings.sh KINDS PAGE: each finding of the doctor has its paragraph in the man page, with the same severity and in the
# same order, and the other way round.
set -eu

in_code=$(sed -n 's/^inline constexpr Kind [a-z0-9_]*{"\([a-z0-9-]*\)", Severity::\([a-z]*\)};$/\1 \2/p' "$1")
in_page=$(sed -n 's/^\.It Sy \([a-z0-9-]*\) Pq \([a-z]*\)$/\1 \2/p' "$2")
[ "$(echo "$in_code" | wc -l)" -gt 5 ] || { echo "found next to no finding in $1: can this test still read it?"; exit 1; }
[ "$(echo "$in_code" | wc -l)" -eq "$(grep -c 'Kind [a-z0-9_]*{' "$1")" ] || { echo "cannot read each Kind of $1"; exit 1; }
if [ "$in_code" != "$in_page" ]; then
    printf 'in the code:\n%s\n\nin the man page:\n%s\n' "$in_code" "$in_page"
    exit 1
fi
