#include "anyward/check/check.hpp"

#include "anyward/base/usage_error.hpp"
#include "describe.hpp"

#include <variant>
#include <vector>

using namespace anyward;
using namespace std::chrono_literals;

namespace {

using Rcodes = std::vector<std::uint16_t>;

constexpr std::uint16_t in = 1;
constexpr std::uint16_t chaos = 3;
constexpr std::uint16_t a = 1;
constexpr std::uint16_t soa = 6;
constexpr std::uint16_t txt = 16;

DnsCheck dns(std::string_view spec) {
    return std::get<DnsCheck>(parse_check(spec).what);
}

std::string error_of(std::string_view spec) {
    try {
        parse_check(spec);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "no error";
}

} // namespace

TEST_CASE("check: a name alone is asked for A, class IN, with recursion, and NOERROR is good") {
    CHECK(parse_check("yetiops.net").spec == "yetiops.net");
    CHECK_FALSE(parse_check("yetiops.net").timeout);
    const auto check = dns("yetiops.net");
    CHECK(check.question.name == "yetiops.net");
    CHECK(check.question.rr_class == in);
    CHECK(check.question.rr_type == a);
    CHECK(check.question.recursion_desired);
    CHECK(check.expect.accepts(0));
    CHECK_FALSE(check.expect.accepts(3));
    CHECK_FALSE(check.server);
}

TEST_CASE("check: name, class and type as dig reads them") {
    const auto check = dns("id.server CH TXT");
    CHECK(check.question.name == "id.server");
    CHECK(check.question.rr_class == chaos);
    CHECK(check.question.rr_type == txt);
    CHECK(dns("id.server TXT CH").question.rr_class == chaos);
    CHECK(dns("id.server txt ch").question.rr_type == txt);
    CHECK(dns(". SOA").question.name == ".");
    CHECK(dns("yetiops.net. IN AAAA").question.rr_type == 28);
}

TEST_CASE("check: the words may come in any order") {
    for (const auto* spec :
         {"@127.0.0.1#5353 . SOA +nord expect=any timeout=1s", "timeout=1s expect=any +nord . @127.0.0.1#5353 SOA",
          "+nord . timeout=1s SOA expect=any "
          "@127.0.0.1#5353"}) {
        CAPTURE(std::string(spec));
        CHECK(parse_check(spec).spec == spec);
        CHECK(parse_check(spec).timeout == Duration(1s));
        const auto check = dns(spec);
        CHECK(check.server == endpoint("127.0.0.1#5353"));
        CHECK(check.question.name == ".");
        CHECK(check.question.rr_type == soa);
        CHECK_FALSE(check.question.recursion_desired);
        CHECK(check.expect.accepts(2));
    }
}

TEST_CASE("check: the first word that is no setting is the name, also where it reads as a type or class") {
    CHECK(dns("A").question.name == "A");
    CHECK(dns("TXT SOA").question.rr_type == soa);
    CHECK(dns("IN SOA").question.name == "IN");
}

TEST_CASE("check: types and classes by number (RFC 3597)") {
    CHECK(dns("yetiops.net TYPE65").question.rr_type == 65);
    CHECK(dns("yetiops.net type65535").question.rr_type == 65535);
    CHECK(dns("id.server CLASS3 TXT").question.rr_class == chaos);
    CHECK(dns("id.server class3 TXT").question.rr_class == chaos);
}

TEST_CASE("check: numbers that are none, or too large, are refused") {
    for (const auto* word :
         {"TYPE", "TYPE65x", "TYPE65536", "TYPE99999", "TYPE-1", "CLASS", "CLASS3x", "CLASS65536", "CLASS-1"}) {
        CAPTURE(std::string(word));
        CHECK(error_of(std::string("yetiops.net ") + word) != "no error");
    }
}

TEST_CASE("check: ANY is a type, as dig reads it, and no class") {
    const auto check = dns("yetiops.net ANY");
    CHECK(check.question.rr_type == 255);
    CHECK(check.question.rr_class == in);
    CHECK(lacks(error_of("yetiops.net ANY ANY"), {"'ANY'", "one too many"}) == "");
}

TEST_CASE("check: blanks and tabs separate, double quotes keep blanks") {
    CHECK(dns("  yetiops.net \t SOA  ").question.rr_type == soa);
    CHECK(dns("\"yetiops.net\" \"SOA\"").question.rr_type == soa);
    CHECK(dns("yeti\"ops\".net SOA").question.name == "yetiops.net");
    CHECK(lacks(error_of("yetiops.net \"SOA IN\""), {"'SOA IN'"}) == "");
    CHECK(lacks(error_of("yetiops.net \"SOA"), {"double quote", "not closed"}) == "");
    CHECK(lacks(error_of("\"\" SOA"), {"''", "no domain name"}) == "");
}

TEST_CASE("check: @SERVER, with and without a port, IPv4 and IPv6") {
    CHECK(dns("@192.0.2.1 . SOA").server == endpoint("192.0.2.1#53"));
    CHECK(dns("@192.0.2.1#5353 . SOA").server == endpoint("192.0.2.1#5353"));
    CHECK(dns("@2001:db8::1 . SOA").server == endpoint("2001:db8::1#53"));
    CHECK(dns("@::1#5353 . SOA").server == endpoint("::1#5353"));
    for (const auto* word : {"@", "@#53", "@ns1.example", "@192.0.2.1#0", "@192.0.2.1#65536", "@192.0.2.1#", "@192.0.2",
                             "@192.0.2.1:53"}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string(word) + " . SOA"),
                    {"'" + std::string(word) + "'", "is no server", "@127.0.0.1#5353"}) == "");
    }
}

TEST_CASE("check: expect= takes a code, a list, any, and what is not wanted") {
    CHECK(dns("a.example expect=NXDOMAIN").expect.rcodes == Rcodes{3});
    CHECK(dns("a.example expect=nxdomain").expect.rcodes == Rcodes{3});
    CHECK(dns("a.example expect=RCODE11").expect.rcodes == Rcodes{11});

    const auto list = dns("a.example expect=NOERROR,NXDOMAIN").expect;
    CHECK(list.accepts(0));
    CHECK(list.accepts(3));
    CHECK_FALSE(list.accepts(2));

    const auto any = dns("a.example expect=any").expect;
    for (std::uint16_t rcode = 0; rcode < 24; ++rcode) {
        CHECK(any.accepts(rcode));
    }

    const auto excluded = dns("a.example expect=!SERVFAIL,REFUSED").expect;
    CHECK(excluded.accepts(0));
    CHECK(excluded.accepts(3));
    CHECK_FALSE(excluded.accepts(2));
    CHECK_FALSE(excluded.accepts(5));
}

TEST_CASE("check: expect= with what is no response code is refused, and the word is quoted") {
    for (const auto* value : {"", "!", "OK", "NOERROR,", ",NOERROR", "NOERROR,OK", "!any", "any,NOERROR", "RCODE",
                              "RCODEx", "-1", "ANY "}) {
        CAPTURE(std::string(value));
        const auto spec = std::string("a.example \"expect=") + value + "\"";
        CHECK(lacks(error_of(spec), {"'expect=" + std::string(value) + "'", "no response code", "expect=NXDOMAIN"}) ==
              "");
    }
}

TEST_CASE("check: timeout= takes a duration with its unit") {
    CHECK(parse_check("a.example timeout=300ms").timeout == Duration(300ms));
    CHECK(parse_check("a.example timeout=2s").timeout == Duration(2s));
    for (const auto* word : {"timeout=300", "timeout=", "timeout=0s", "timeout=-1s", "timeout=1.5s", "timeout=fast"}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string("a.example ") + word), {"'" + std::string(word) + "'", "300ms"}) == "");
    }
}

TEST_CASE("check: what an answer must hold, and how it is asked for") {
    const std::string spec = "a.example +tcp +cd +do answer=\"v=1 x\" answers=2 max=1s timeout=2s interval=5s";
    const auto check = dns(spec);
    CHECK(check.over_tcp);
    CHECK(check.question.checking_disabled);
    CHECK(check.question.dnssec_ok);
    CHECK_FALSE(check.expect.authenticated);
    CHECK(check.expect.data == "v=1 x");
    CHECK(check.expect.records == 2);
    CHECK(check.longest == Duration(1s));
    CHECK(parse_check(spec).timeout == Duration(2s));
    CHECK(parse_check(spec).interval == Duration(5s));
    CHECK(dns("a.example +ad").expect.authenticated);
    CHECK(dns("a.example +ad").question.dnssec_ok);
    for (const auto* word : {"answers=0", "answers=-1", "answers=two", "max=1", "max=0s", "interval=0s", "interval="}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string("a.example ") + word), {"'" + std::string(word) + "'"}) == "");
    }
    CHECK(lacks(error_of("a.example max=2s timeout=2s"), {"max=", "timeout="}) == "");
}

TEST_CASE("check: an error quotes the word that is wrong") {
    CHECK(lacks(error_of("yetiops.net SOAP"), {"'SOAP'", "neither a type", "nor a class"}) == "");
    CHECK(lacks(error_of("yetiops..net"), {"'yetiops..net'", "no domain name"}) == "");
    CHECK(lacks(error_of(std::string(64, 'a') + ".example"), {"no domain name"}) == "");
    CHECK(lacks(error_of("x\\{random}.example"), {"'x\\{random}.example'", "backslash beside {random}"}) == "");
    CHECK(dns("x\\046y.example").question.name == "x\\046y.example");
    CHECK(lacks(error_of("a.example expct=any"), {"'expct=any'", "expect="}) == "");
    CHECK(lacks(error_of("a.example +norecurse"), {"'+norecurse'", "+nord"}) == "");
    CHECK(lacks(error_of("a.example A extra"), {"'extra'"}) == "");
}

TEST_CASE("check: signed= asks for the signatures, which must be valid for that long yet") {
    const auto check = dns("a.example SOA signed=3d");
    CHECK(check.expect.signed_for == Duration(72h));
    CHECK(check.question.dnssec_ok);
    CHECK_FALSE(check.expect.authenticated);
    for (const auto* word : {"signed=", "signed=3", "signed=0s", "signed=yes"}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string("a.example ") + word), {"'" + std::string(word) + "'", "duration"}) == "");
    }
}

TEST_CASE("check: serial= compares the SOA record, which is asked for, with that of another server") {
    for (const auto* spec : {"a.example SOA serial=192.0.2.1#5300", "a.example serial=192.0.2.1#5300",
                             "serial=192.0.2.1#5300 a.example SOA"}) {
        CAPTURE(std::string(spec));
        const auto check = dns(spec);
        CHECK(check.reference == endpoint("192.0.2.1#5300"));
        CHECK(check.question.rr_type == soa);
        CHECK(check.expect.records == 1);
    }
    CHECK(dns("a.example serial=2001:db8::1").reference == endpoint("2001:db8::1#53"));
    CHECK_FALSE(dns("a.example SOA").reference);
    CHECK(lacks(error_of("a.example A serial=192.0.2.1"), {"serial=", "SOA"}) == "");
    for (const auto* word : {"serial=", "serial=ns1.example", "serial=192.0.2.1#0", "serial=42"}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string("a.example ") + word),
                    {"'" + std::string(word) + "'", "is no server", "serial=127.0.0.1#5353"}) == "");
    }
}

TEST_CASE("check: exec: runs a program with what follows") {
    const auto arguments = [](std::string_view spec) { return std::get<Program>(parse_check(spec).what).arguments; };
    using Words = std::vector<std::string>;
    CHECK(arguments("exec:/bin/true") == Words{"/bin/true"});
    CHECK(arguments(" exec:sh -c \"dig . | grep -q timeout=1s\"") == Words{"sh", "-c", "dig . | grep -q timeout=1s"});
    CHECK(parse_check("exec:/bin/true timeout=1s").spec == "exec:/bin/true timeout=1s");
    CHECK_FALSE(parse_check("exec:/bin/true timeout=1s").timeout); // that is the program's
    for (const auto* spec : {"exec:", "exec: /bin/true", "exec:\"\" -x"}) {
        CAPTURE(std::string(spec));
        CHECK(lacks(error_of(spec), {"program is missing"}) == "");
    }
}

TEST_CASE("check: exec: comes first, and alone") {
    CHECK(lacks(error_of("@192.0.2.1 exec:/bin/true"), {"'exec:/bin/true'", "first"}) == "");
    CHECK(lacks(error_of("a.example A exec:/bin/true"), {"'exec:/bin/true'", "first"}) == "");
}

TEST_CASE("check: a word that is not known is refused, not ignored") {
    for (const auto* word : {"+dnssec", "tcp=on", "sined=3d"}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string("a.example ") + word), {"'" + std::string(word) + "'", "not known here"}) ==
              "");
    }
}

TEST_CASE("check: a word given twice is refused, also when it says the same") {
    for (const auto* spec : {"a.example A A", "a.example A AAAA", "a.example IN CH", "a.example expect=any expect=any",
                             "a.example timeout=1s timeout=2s", "@192.0.2.1 @192.0.2.1 a.example"}) {
        CAPTURE(std::string(spec));
        CHECK(lacks(error_of(spec), {"one too many"}) == "");
    }
}

TEST_CASE("check: without a name there is nothing to ask") {
    for (const auto* spec : {"", "  ", "@192.0.2.1", "+nord expect=any"}) {
        CAPTURE(std::string(spec));
        CHECK(lacks(error_of(spec), {"name", "missing"}) == "");
    }
}

TEST_CASE("check: transfers, and types that are no data, cannot be asked") {
    for (const auto* word : {"AXFR", "axfr", "IXFR", "OPT", "TSIG", "TYPE252", "TYPE0"}) {
        CAPTURE(std::string(word));
        CHECK(lacks(error_of(std::string("yetiops.net ") + word),
                    {"'" + std::string(word) + "'", "cannot be asked for"}) == "");
    }
}
