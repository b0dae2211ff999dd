#include "dns_answer.hpp"

#include <cstdint>

using namespace anyward;
using namespace anyward::test;
using namespace std::chrono_literals;

namespace {

void append(Bytes& bytes, std::chrono::sys_seconds moment) {
    const auto seconds = static_cast<std::uint32_t>(moment.time_since_epoch().count());
    for (const int shift : {24, 16, 8, 0}) {
        bytes.push_back(static_cast<std::uint8_t>(seconds >> shift));
    }
}

/// An RRSIG of the asked record set (RFC 4034 3.1).
Bytes signature(std::chrono::sys_seconds from, std::chrono::sys_seconds until) {
    Bytes data{0, 16, 13, 3, 0, 0, 0, 60}; // TXT, algorithm, labels, original TTL
    append(data, until);
    append(data, from);
    data.insert(data.end(), {0x30, 0x39, 0, 's', 'i', 'g'}); // key tag, the root for signer, the signature itself
    Bytes record{0xc0, 12, 0, 46, 0, 1, 0, 0, 0, 60, 0, static_cast<std::uint8_t>(data.size())};
    record.insert(record.end(), data.begin(), data.end());
    return record;
}

AnswerReading read_signed(const std::vector<Bytes>& records, std::chrono::system_clock::time_point when = now) {
    return read_answer(with_records(records), question, id, {.signed_for = Duration(72h)}, when);
}

} // namespace

TEST_CASE("signatures: valid for as long as was wanted is good, a second less is not") {
    CHECK(is_good(read_signed({txt_ok, signature(now - 1h, now + 72h)})));
    const auto reading = read_signed({txt_ok, signature(now - 1h, now + 72h - 1s)});
    CHECK(reading.ours);
    CHECK(reading.kind == VerdictKind::signature);
    CHECK(reading.detail == "NOERROR, the signature of ns.yetiops.net. TXT expires at 2026-11-25 23:59:59 UTC, wanted "
                            "valid for 3d yet");
}

TEST_CASE("signatures: an expired one, and one that is not valid yet") {
    const auto expired = read_signed({txt_ok, signature(now - 240h, now)});
    CHECK(expired.kind == VerdictKind::signature);
    CHECK(expired.detail.ends_with("TXT expired at 2026-11-23 00:00:00 UTC"));
    const auto early = read_signed({txt_ok, signature(now + 1s, now + 240h)});
    CHECK(early.kind == VerdictKind::signature);
    CHECK(early.detail.ends_with("TXT is not valid before 2026-11-23 00:00:01 UTC"));
    CHECK(is_good(read_signed({txt_ok, signature(now, now + 240h)})));
}

TEST_CASE("signatures: each one counts, and there must be one") {
    const auto good = signature(now - 1h, now + 240h);
    CHECK(is_good(read_signed({txt_ok, good, good})));
    CHECK(read_signed({txt_ok, good, signature(now - 1h, now + 1h)}).kind == VerdictKind::signature);
    const auto none = read_signed({txt_ok});
    CHECK(none.kind == VerdictKind::signature);
    CHECK(none.detail == "NOERROR, no signature in the answer");
    CHECK(is_good(read(with_records({txt_ok, signature(now - 2h, now - 1h)})))); // nobody asked
}

TEST_CASE("signatures: one that ends too early is none") {
    for (const std::size_t length : {2U, 3U, 4U, 8U, 12U, 16U, 18U}) {
        CAPTURE(length);
        auto record = signature(now - 1h, now + 240h);
        record.resize(12 + length);
        record[11] = static_cast<std::uint8_t>(length);
        CHECK_FALSE(is_good(read_signed({txt_ok, record})));
    }
}

TEST_CASE("signatures: those of a denial are in its authority section") {
    auto bytes = with_records({signature(now - 1h, now + 1h)});
    std::swap(bytes[7], bytes[9]); // the record is counted there
    const auto reading = read_answer(bytes, question, id, {.signed_for = Duration(72h)}, now);
    CHECK(reading.kind == VerdictKind::signature);
    CHECK(reading.detail.find("expires at") != std::string::npos);
}

TEST_CASE("signatures: their times wrap after 2106 (RFC 4034 3.1.5)") {
    const auto wrap = std::chrono::sys_seconds(std::chrono::seconds(0x1'0000'0000));
    CHECK(is_good(read_signed({txt_ok, signature(wrap - 1h, wrap + 240h)}, wrap)));
    CHECK(is_good(read_signed({txt_ok, signature(wrap - 1h, wrap + 240h)}, wrap - 1h)));
    CHECK(read_signed({txt_ok, signature(wrap - 2h, wrap - 1h)}, wrap + 1h).kind == VerdictKind::signature);
}

TEST_CASE("signatures: the records are looked at before them") {
    const auto reading = read_answer(with_records({txt_ok, signature(now - 2h, now - 1h)}), question, id,
                                     {.data = "other", .signed_for = Duration(72h)}, now);
    CHECK(reading.kind == VerdictKind::answer);
}

TEST_CASE("serials: of the SOA record in a good answer") {
    const Bytes soa{0xc0, 12,   0,    6,    0, 1, 0, 0, 0, 60, 0, 22, 0, 0, // root for both names
                    0x78, 0x90, 0xab, 0xcd, 0, 0, 0, 1, 0, 0,  0, 2,  0, 0, 0, 3, 0, 0, 0, 4};
    CHECK(read(with_records({soa})).serial == 0x7890abcdU);
    CHECK_FALSE(read(with_records({txt_ok})).serial);
    auto refused = with_records({soa});
    refused[3] = 5;
    CHECK_FALSE(read(refused).serial);
}
