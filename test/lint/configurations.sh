#!/bin/sh
# configurations.sh PROGRAM PAGE...: the program takes every configuration file of its own that the man pages show.
set -eu

program=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
status=0
for page; do
    "$(dirname "$0")/../page-files" "$page" "$folder/$(basename "$page")"
    set -- "$folder/$(basename "$page")"/*/etc/anyward/*.conf
    [ -e "$1" ] || { echo "$page shows no configuration file" >&2; exit 1; }
    for file; do
        "$program" run --config "$file" --validate || status=1
    done
done
exit $status
