#!/bin/sh
# alerts.sh ROOT: Prometheus takes the alert rules of contrib, and each fires when its test says so, and only then.
set -eu

command -v promtool >/dev/null || { echo 'no promtool' >&2; exit 77; }
cd "$1/contrib/prometheus"
promtool check rules anyward.rules.yml
promtool test rules anyward.rules.test.yml
sed -n 's/^ *- alert: //p' anyward.rules.yml | while read -r alert; do
    for samples in '\[\]' '$'; do      # none; some
        grep -A 2 "alertname=\"$alert\"" anyward.rules.test.yml | grep -q "exp_samples: *$samples" || {
            echo "no test in which $alert fires, or none in which it does not" >&2
            exit 1
        }
    done
done
