#!/bin/sh
# shell.sh ROOT: shellcheck has nothing to say about any shell script of the tree. A script is known by its shebang;
# a part that others source, by the shellcheck line at its head.
set -eu

command -v shellcheck >/dev/null || { echo 'no shellcheck' >&2; exit 77; }
cd "$1"

scripts=$(find . -name '.?*' ! -name .ci -prune -o -path './build*' -prune -o -type f -size -200k -exec awk '
    FNR == 1 { if (/^#! *\/(usr\/)?bin\/(env +)?(ba|da)?sh( |$)/ || /^# shellcheck shell=/) print FILENAME; nextfile }' {} +)
[ -n "$scripts" ] || { echo 'found no script at all' >&2; exit 1; }
echo "$scripts"
# -x and the path: a case is read with the parts that it sources.
# shellcheck disable=SC2086 # a word for each script; none has a blank in its name
shellcheck -x -P SCRIPTDIR $scripts
