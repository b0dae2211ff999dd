#include "anyward/check/dns_message.hpp"

#include "dns_answer.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

using namespace anyward;
using namespace anyward::test;

// ---- The question -----------------------------------------------------------------------------------------

TEST_CASE("question: header, name, type, class, and an OPT record of 1232 bytes") {
    const Bytes expected{0x12, 0x34, 0x01, 0x00, 0,    1, 0, 0, 0, 0, 0, 1, // id, RD, one question, one additional
                         1,    'a',  2,    'd',  'e',  0,                   // name
                         0,    16,   0,    3,                               // TXT CH
                         0,    0,    41,   0x04, 0xd0, 0, 0, 0, 0, 0, 0};   // OPT, 1232
    CHECK(question_bytes({.name = "a.de", .rr_class = 3, .rr_type = 16, .recursion_desired = true}, id) == expected);
}

TEST_CASE("question: the recursion bit is set only where it is desired") {
    auto quiet = question;
    quiet.recursion_desired = false;
    CHECK((question_bytes(question, id)[2] & 0x01) == 1);
    CHECK((question_bytes(quiet, id)[2] & 0x01) == 0);
}

TEST_CASE("question: CD and DO are set only where they are asked for") {
    auto asked = question;
    asked.checking_disabled = true;
    asked.dnssec_ok = true;
    const auto plain = question_bytes(question, id);
    const auto bytes = question_bytes(asked, id);
    CHECK((plain[3] & 0x10) == 0);
    CHECK((bytes[3] & 0x10) == 0x10);
    CHECK(plain[plain.size() - 4] == 0);
    CHECK(bytes[bytes.size() - 4] == 0x80); // the first of OPT's flags (RFC 6891 6.1.4)
}

TEST_CASE("question: a last dot and the letters' case of the name") {
    auto dotted = question;
    dotted.name += '.';
    CHECK(question_bytes(dotted, id) == question_bytes(question, id));
    CHECK(question_bytes({.name = "."}, 0xffff).size() == 12 + 5 + opt_length);
    CHECK(question_bytes({.name = "."}, 0xffff)[0] == 0xff);
}

TEST_CASE("question: what is no domain name throws") {
    CHECK_THROWS_AS(question_bytes({.name = "a..b"}, id), std::runtime_error);
    CHECK_THROWS_AS(question_bytes({.name = std::string(64, 'a')}, id), std::runtime_error);
}

// ---- The answer -------------------------------------------------------------------------------------------

TEST_CASE("answer: the server's extended error is part of the detail (RFC 8914)") {
    const auto with_error = [](const Bytes& data) {
        auto bytes = answer(2);
        bytes.insert(bytes.end(), {0, 15, 0, static_cast<std::uint8_t>(data.size())});
        bytes.insert(bytes.end(), data.begin(), data.end());
        bytes[bytes.size() - data.size() - 5] = static_cast<std::uint8_t>(data.size() + 4); // OPT's data length
        return read(bytes).detail;
    };
    CHECK(with_error({0, 22}) == "rcode SERVFAIL, wanted NOERROR; extended error 22 (No Reachable Authority)");
    CHECK(with_error({0, 23, 'd', 'o', 'w', 'n', '\n'}).ends_with("; extended error 23 (Network Error: down?)"));
    CHECK(with_error({0xff, 0xff}).ends_with("; extended error 65535 (unassigned)"));
    CHECK(with_error(Bytes(240)).ends_with("???...)"));         // fit for a log
    CHECK(with_error({7}) == "rcode SERVFAIL, wanted NOERROR"); // too short to be one
}

TEST_CASE("answer: the wanted response code is ok, and the detail says it") {
    const auto reading = read(answer());
    CHECK(reading.ours);
    CHECK(reading.kind == VerdictKind::ok);
    CHECK(reading.detail == "NOERROR, 0 answers");
    CHECK(read(answer(3), {.rcodes = {3}}).kind == VerdictKind::ok);
    CHECK(read(answer(3), {.rcodes = {0, 3}}).detail == "NXDOMAIN, 0 answers");
}

TEST_CASE("answer: the number of answers is said") {
    CHECK(read(with_records({txt_ok})).kind == VerdictKind::ok);
    CHECK(read(with_records({txt_ok})).detail == "NOERROR, 1 answer");
    CHECK(read(with_records({txt_ok, cname})).detail == "NOERROR, 2 answers");
}

TEST_CASE("answer: another response code is a verdict that names both") {
    const auto reading = read(answer(2));
    CHECK(reading.ours);
    CHECK(reading.kind == VerdictKind::rcode);
    CHECK(reading.detail == "rcode SERVFAIL, wanted NOERROR");
    CHECK(read(answer(5), {.rcodes = {0, 3}}).detail == "rcode REFUSED, wanted NOERROR or NXDOMAIN");
    CHECK(read(answer(2), {.rcodes = {2, 5}, .excluded = true}).detail ==
          "rcode SERVFAIL, wanted any but SERVFAIL or REFUSED");
    CHECK(read(answer(0), {.rcodes = {2, 5}, .excluded = true}).kind == VerdictKind::ok);
}

TEST_CASE("answer: every response code is itself, to twelve bits (the upper eight are in OPT)") {
    for (unsigned rcode = 0; rcode < 4096; rcode += rcode < 32 ? 1 : 29) {
        CAPTURE(rcode);
        const Expectation just_this{.rcodes = {static_cast<std::uint16_t>(rcode)}};
        CHECK(is_good(read(answer(rcode), just_this)));
        CHECK(is_good(read(answer(rcode))) == (rcode == 0));
        CHECK(is_good(read(answer(rcode), any_rcode)));
    }
    CHECK(read(answer(16)).detail == "rcode BADVERS, wanted NOERROR");
    CHECK(read(answer(0x100)).detail == "rcode RCODE256, wanted NOERROR");
}

TEST_CASE("answer: without OPT, and with AA, RA, AD or CD, it is an answer as well") {
    auto plain = answer();
    plain.resize(plain.size() - opt_length);
    plain[11] = 0;
    CHECK(is_good(read(plain)));
    for (const unsigned flag : {0x0400U, 0x0080U, 0x0020U, 0x0010U}) {
        CAPTURE(flag);
        auto bytes = answer();
        bytes[2] |= static_cast<std::uint8_t>(flag >> 8);
        bytes[3] |= static_cast<std::uint8_t>(flag);
        CHECK(is_good(read(bytes)));
    }
}

TEST_CASE("answer: truncated is ours, and not good; a bad response code is said first") {
    auto bytes = answer();
    bytes[2] |= 0x02;
    CHECK(read(bytes, any_rcode).ours);
    CHECK(read(bytes, any_rcode).kind == VerdictKind::truncated);
    bytes[3] |= 2;
    CHECK(read(bytes).kind == VerdictKind::rcode);
}

TEST_CASE("answer: records of the asked type are counted, and compared as dig prints them") {
    const auto bytes = with_records({txt_ok, cname});
    CHECK(is_good(read(bytes, {.records = 1})));
    CHECK(read(bytes, {.records = 2}).kind == VerdictKind::answer);
    CHECK(lacks(read(bytes, {.records = 2}).detail, {"1 of the asked records, wanted 2"}) == "");
    CHECK(is_good(read(bytes, {.data = "ok"})));
    CHECK(is_good(read(bytes, {.data = "\"ok\""})));
    CHECK(read(bytes, {.data = "OK"}).kind == VerdictKind::answer);
    CHECK(lacks(read(bytes, {.data = "other"}).detail, {"'other'", "\"ok\""}) == "");
    CHECK(read(answer(), {.data = "ok"}).kind == VerdictKind::answer);
    CHECK(is_good(read(with_records({txt_ok, txt_ok}), {.records = 2})));
}

TEST_CASE("answer: the AD bit, where it is wanted") {
    auto bytes = answer();
    CHECK(read(bytes, {.authenticated = true}).kind == VerdictKind::answer);
    bytes[3] |= 0x20;
    CHECK(is_good(read(bytes, {.authenticated = true})));
}

TEST_CASE("answer: the question itself, come back, is none") {
    const auto reading = read(question_bytes(question, id), any_rcode);
    CHECK_FALSE(reading.ours);
    CHECK(reading.kind == VerdictKind::malformed);
    CHECK(lacks(reading.detail, {"question came back"}) == "");
}

TEST_CASE("answer: another id is not ours, whatever else it says") {
    for (const std::size_t byte : {0U, 1U}) {
        auto bytes = answer();
        bytes[byte] ^= 0x01;
        const auto reading = read(bytes, any_rcode);
        CHECK_FALSE(reading.ours);
        CHECK(reading.kind == VerdictKind::mismatch);
        CHECK(lacks(reading.detail, {"another id"}) == "");
    }
}

TEST_CASE("answer: names are the same in any case") {
    auto bytes = answer();
    for (auto byte = bytes.begin() + 12; *byte != 0; ++byte) {
        *byte = *byte >= 'a' && *byte <= 'z' ? static_cast<std::uint8_t>(*byte - 'a' + 'A') : *byte;
    }
    REQUIRE(std::ranges::count(bytes, 'Y') == 1);
    CHECK(is_good(read(bytes)));
}

TEST_CASE("answer: another name is not ours") {
    auto letter = answer();
    letter[13] = 'x';
    auto shorter = question;
    shorter.name = "yetiops.net";
    auto other = question_bytes(shorter, id);
    other[2] |= 0x80;
    for (const auto& bytes : {letter, other}) {
        const auto reading = read(bytes, any_rcode);
        CHECK_FALSE(reading.ours);
        CHECK(reading.kind == VerdictKind::mismatch);
        CHECK(lacks(reading.detail, {"another name"}) == "");
    }
}

TEST_CASE("answer: another type or class is not ours") {
    const auto after_name = answer().size() - opt_length - 4;
    for (const std::size_t byte : {after_name + 1, after_name + 3}) {
        auto bytes = answer();
        bytes[byte] ^= 0x02;
        const auto reading = read(bytes, any_rcode);
        CHECK_FALSE(reading.ours);
        CHECK(reading.kind == VerdictKind::mismatch);
        CHECK(lacks(reading.detail, {"another type or class"}) == "");
    }
}

TEST_CASE("answer: a header alone is an answer only where it says why there is no more") {
    const auto refused = read(header(5));
    CHECK(refused.ours);
    CHECK(refused.kind == VerdictKind::rcode);
    CHECK(lacks(refused.detail, {"REFUSED"}) == "");
    CHECK(is_good(read(header(5), any_rcode)));

    const auto noerror_alone = read(header(0), any_rcode);
    CHECK_FALSE(noerror_alone.ours);
    CHECK(noerror_alone.kind == VerdictKind::mismatch);
    CHECK(lacks(noerror_alone.detail, {"0 questions"}) == "");
}

TEST_CASE("answer: two questions are not ours, whichever comes first") {
    auto bytes = answer(5);
    const Bytes asked(bytes.begin() + 12, bytes.end() - opt_length);
    bytes.insert(bytes.end() - opt_length, asked.begin(), asked.end());
    bytes[5] = 2;
    const auto reading = read(bytes, any_rcode);
    CHECK_FALSE(reading.ours);
    CHECK(reading.kind == VerdictKind::mismatch);
    CHECK(lacks(reading.detail, {"2 questions"}) == "");
}

TEST_CASE("answer: another opcode is an answer of ours, and a bad one") {
    auto bytes = answer();
    bytes[2] |= 4 << 3; // NOTIFY
    const auto reading = read(bytes, any_rcode);
    CHECK(reading.ours);
    CHECK(reading.kind == VerdictKind::malformed);
    CHECK(lacks(reading.detail, {"opcode"}) == "");
}

TEST_CASE("answer: fewer bytes than a header are no message") {
    const auto whole = answer();
    for (std::size_t length = 0; length < 12; ++length) {
        CAPTURE(length);
        const auto reading = read({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}, any_rcode);
        CHECK_FALSE(reading.ours);
        CHECK(reading.kind == VerdictKind::malformed);
        CHECK(reading.detail == std::to_string(length) + " bytes are no DNS message");
    }
}

TEST_CASE("answer: cut short anywhere it is never a good one") {
    for (const unsigned rcode : {0U, 5U}) {
        const auto whole = answer(rcode);
        for (std::size_t length = 0; length < whole.size(); ++length) {
            CAPTURE(length);
            const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            const auto reading = read(cut, any_rcode);
            CHECK_FALSE(reading.ours);
            CHECK(reading.kind == VerdictKind::malformed);
            CHECK_FALSE(reading.detail.empty());
        }
    }
}

TEST_CASE("answer: bytes after the message do not make it another") {
    auto bytes = answer();
    bytes.insert(bytes.end(), 7, 0xff);
    CHECK(is_good(read(bytes)));
}

TEST_CASE("answer: a name that points to itself is no message") {
    auto bytes = header(0);
    bytes[5] = 1;
    for (const int byte : {0xc0, 12, 0, 16, 0, 1}) {
        bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    const auto reading = read(bytes, any_rcode);
    CHECK_FALSE(reading.ours);
    CHECK(reading.kind == VerdictKind::malformed);
}

TEST_CASE("answer: garbage with the right id is never a good answer to our question") {
    std::mt19937 random(20211004);
    for (unsigned i = 0; i < 20000; ++i) {
        Bytes bytes(12 + random() % 60);
        std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
        bytes[0] = id >> 8;
        bytes[1] = id & 0xff;
        const bool says_why = (bytes[3] & 0x0f) != 0 && bytes[4] == 0 && bytes[5] == 0; // a header alone may be one
        const auto reading = read(bytes, any_rcode);
        CHECK((says_why || !is_good(reading)));
    }
}

TEST_CASE("answer: with any one byte changed, it never crashes, and a good one still has our id and question") {
    const auto whole = answer();
    const auto question_end = static_cast<std::ptrdiff_t>(whole.size() - opt_length);
    for (std::size_t byte = 0; byte < whole.size(); ++byte) {
        for (unsigned value = 0; value < 256; ++value) {
            auto bytes = whole;
            bytes[byte] = static_cast<std::uint8_t>(value);
            if (!is_good(read(bytes, any_rcode))) {
                continue;
            }
            CAPTURE(byte);
            CAPTURE(value);
            const auto same = [](std::uint8_t left, std::uint8_t right) {
                const auto lower = [](std::uint8_t c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; };
                return lower(left) == lower(right);
            };
            CHECK(std::equal(whole.begin(), whole.begin() + 2, bytes.begin()));
            CHECK(std::equal(whole.begin() + 12, whole.begin() + question_end, bytes.begin() + 12, same));
        }
    }
}

// ---- Names ------------------------------------------------------------------------------------------------

TEST_CASE("types and classes: mnemonics in any case, generic forms, nothing else") {
    CHECK(rr_type_from("A") == 1);
    CHECK(rr_type_from("aaaa") == 28);
    CHECK(rr_type_from("TYPE65") == 65);
    CHECK_FALSE(rr_type_from("CH"));
    CHECK_FALSE(rr_type_from(""));
    CHECK_FALSE(rr_type_from("TYPE65x"));
    CHECK_FALSE(rr_type_from("TYPE65536"));
    CHECK(rr_class_from("in") == 1);
    CHECK(rr_class_from("CH") == 3);
    CHECK(rr_class_from("CLASS254") == 254);
    CHECK_FALSE(rr_class_from("TXT"));
    CHECK_FALSE(rr_class_from("CLASS3x"));
    CHECK_FALSE(rr_class_from("CLASS65536"));
}

TEST_CASE("domain names: labels of 1 to 63 bytes, 255 in all") {
    const std::string label(63, 'a');
    CHECK(is_domain_name("."));
    CHECK(is_domain_name("yetiops.net"));
    CHECK(is_domain_name("yetiops.net."));
    CHECK(is_domain_name(label + ".example"));
    CHECK(is_domain_name(label + "." + label + "." + label + "." + std::string(61, 'a')));
    CHECK_FALSE(is_domain_name(""));
    CHECK_FALSE(is_domain_name("a..b"));
    CHECK_FALSE(is_domain_name(".a"));
    CHECK_FALSE(is_domain_name(label + "a.example"));
    CHECK_FALSE(is_domain_name(label + "." + label + "." + label + "." + std::string(62, 'a')));
}
