#!/usr/bin/env bash
# Each way in which a nameserver can answer wrongly has its verdict, with words that say what came, and fails the check.
# What only looks wrong passes. What is no answer to the question does not end the probe: such a row has a timeout.
. "$(dirname "$0")/../lib/lib.sh"
. "$(dirname "$0")/../share/wrong-answers.sh"

fake slow 5200 --delay 0.5 good rcode:2
expect_rows <<'END'
good             | a.test                               | ok          | NOERROR, 1 answer
good             | a.test +tcp answer=192.0.2.1         | ok          | over TCP: NOERROR, 1 answer
good             | a.test answers=2                     | answer      | 1 of the asked records, wanted 2 or more
good             | a.test answer=192.0.2.9              | answer      | no record is '192.0.2.9'; there is 192.0.2.1
good             | a.test +ad                           | answer      | the AD bit is not set
validated        | a.test +ad                           | ok          | NOERROR, 1 answer
other-data       | a.test answer=192.0.2.1              | answer      | there is 192.0.2.2
nodata           | a.test                               | ok          | NOERROR, 0 answers
nodata           | a.test answer=192.0.2.1              | answer      | no record is '192.0.2.1'
alias            | a.test answers=1                     | answer      | 0 of the asked records
silent           | a.test timeout=300ms                 | timeout     | did not answer within 300ms
silent           | a.test +tcp timeout=300ms            | timeout     | did not answer within 300ms
good             | @127.0.0.1#9 a.test                  | refused     | nothing listens on 127.0.0.1#9
good             | @127.0.0.1#9 a.test +tcp             | refused     | over TCP: nothing listens on 127.0.0.1#9
good             | @198.51.100.1 a.test                 | unreachable | Network is unreachable
good             | @127.0.0.1#5200 a.test timeout=300ms | timeout     | did not answer within 300ms
good             | @127.0.0.1#5200 a.test max=100ms     | slow        | NOERROR, 1 answer in
good             | @127.0.0.1#5201 a.test max=100ms     | rcode       | rcode SERVFAIL
short            | a.test timeout=3s                    | malformed   | 11 bytes are no DNS message
garbage          | a.test timeout=3s                    | malformed   | not a DNS message
cut-off          | a.test timeout=3s                    | malformed   | not a DNS message
counts           | a.test timeout=3s                    | malformed   | not a DNS message
loop             | a.test timeout=3s                    | malformed   | not a DNS message
question-back    | a.test timeout=3s                    | malformed   | a question came back
opcode           | a.test                               | malformed   | another opcode
trailing         | a.test                               | ok          | NOERROR, 1 answer
wrong-id         | a.test timeout=3s                    | mismatch    | another id
wrong-id         | a.test +tcp timeout=3s               | mismatch    | over TCP: response has another id
spoofed          | a.test                               | ok          | NOERROR, 1 answer
spoofed          | a.test +tcp                          | ok          | over TCP: NOERROR, 1 answer
other-name       | a.test timeout=3s                    | mismatch    | about another name
other-case       | a.test                               | ok          | NOERROR, 1 answer
other-type       | a.test timeout=3s                    | mismatch    | about another type or class
other-class      | a.test timeout=3s                    | mismatch    | about another type or class
no-question      | a.test timeout=3s                    | mismatch    | 0 questions
two-questions    | a.test timeout=3s                    | mismatch    | 2 questions
header           | a.test                               | rcode       | rcode FORMERR, wanted NOERROR
rcode:2          | a.test                               | rcode       | rcode SERVFAIL, wanted NOERROR
rcode:3          | a.test expect=NXDOMAIN               | ok          | NXDOMAIN, 0 answers
rcode:5          | a.test expect=!REFUSED               | rcode       | rcode REFUSED, wanted any but REFUSED
rcode:16         | a.test                               | rcode       | rcode BADVERS
rcode:23         | a.test                               | rcode       | rcode BADCOOKIE
rcode:2748       | a.test                               | rcode       | rcode RCODE2748
explained        | a.test                               | rcode       | 22 (No Reachable Authority: nobody there)
escape           | a.test                               | rcode       | 22 (No Reachable Authority: no?body)
truncated        | a.test answers=1                     | ok          | over TCP: NOERROR, 1 answer
truncated-silent | a.test timeout=3s                    | truncated   | no answer over TCP within the timeout
truncated-no-tcp | a.test                               | truncated   | truncated, and over TCP: nothing listens
truncated-always | a.test                               | truncated   | over TCP: the answer is truncated
tcp-bytes        | a.test +tcp answers=1                | ok          | over TCP: NOERROR, 1 answer
tcp-split        | a.test +tcp answers=1                | ok          | over TCP: NOERROR, 1 answer
tcp-close        | a.test +tcp                          | malformed   | closed the TCP connection without an answer
tcp-cut-off      | a.test +tcp                          | malformed   | closed the TCP connection without an answer
END
