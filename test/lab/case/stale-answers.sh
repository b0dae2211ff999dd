#!/usr/bin/env bash
# Answers that are too old have their verdict, and fail the check: signatures whose time is over, or soon will be, and
# the SOA serial of a secondary that no longer follows its primary.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/wrong-answers.sh"

fake primary 5200 --delay 0.2 serial:1 serial:4294967295 nodata silent
expect_rows <<'END'
signed            | a.test                                      | ok        | NOERROR, 1 answer
signed            | a.test signed=3d                            | ok        | NOERROR, 2 answers
signed-soon       | a.test signed=12h                           | ok        | NOERROR, 2 answers
signed-soon       | a.test signed=3d                            | signature | the signature of a.test. A expires at
signed-past       | a.test signed=3d                            | signature | the signature of a.test. A expired at
signed-early      | a.test signed=3d                            | signature | a.test. A is not valid before
signed-twice      | a.test signed=3d                            | signature | the signature of a.test. A expired at
signed-nodata     | a.test signed=3d                            | signature | the signature of a.test. A expired at
good              | a.test signed=3d                            | signature | no signature
rcode:2           | a.test signed=3d                            | rcode     | SERVFAIL
serial:1          | a.test SOA serial=127.0.0.1#5200            | ok        | serial 1, not behind 1 of 127.0.0.1#5200
serial:2          | a.test serial=127.0.0.1#5200                | ok        | serial 2, not behind 1
serial:0          | a.test SOA serial=127.0.0.1#5200            | stale     | serial 0, behind 1 of 127.0.0.1#5200
serial:4294967295 | a.test SOA serial=127.0.0.1#5200            | stale     | serial 4294967295, behind 1
serial:1          | a.test SOA serial=127.0.0.1#5201            | ok        | serial 1, not behind 4294967295
serial:2147483648 | a.test SOA serial=127.0.0.1#5200            | ok        | serial 2147483648, not behind 1
serial:2147483650 | a.test SOA serial=127.0.0.1#5200            | stale     | serial 2147483650, behind 1
serial:0          | a.test SOA serial=127.0.0.1#5200 +tcp       | stale     | over TCP: NOERROR, 1 answer
serial:1          | a.test SOA serial=127.0.0.1#5202            | ok        | not compared
serial:1          | a.test SOA serial=127.0.0.1#5203 timeout=3s | ok        | not compared
serial:1          | a.test SOA serial=127.0.0.1#9               | ok        | not compared
nodata            | a.test SOA serial=127.0.0.1#5200            | answer    | 0 of the asked records
rcode:2           | a.test SOA serial=127.0.0.1#5200            | rcode     | SERVFAIL
END
