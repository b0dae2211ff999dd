#pragma once

#include "anyward/check/dns_message.hpp"
#include "describe.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

/// One question, and answers to it in bytes.
namespace anyward::test {

using Bytes = std::vector<std::uint8_t>;

inline constexpr std::uint16_t id = 0x1234;
inline const auto now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23);
inline constexpr std::size_t opt_length = 11; // a root owner, type, size, extended rcode, version, flags, no data
inline const Question question{.name = "ns.yetiops.net", .rr_class = 1, .rr_type = 16, .recursion_desired = true};
inline const Expectation noerror{};
inline const Expectation any_rcode{.rcodes = {}, .excluded = true};

/// What a server makes of the question: the same bytes with the response bit and a response code.
inline Bytes answer(unsigned rcode = 0) {
    auto bytes = question_bytes(question, id);
    bytes[2] |= 0x80;
    bytes[3] = static_cast<std::uint8_t>(rcode & 0x0f);
    bytes[bytes.size() - opt_length + 5] = static_cast<std::uint8_t>(rcode >> 4); // RFC 6891 6.1.3
    return bytes;
}

inline const Bytes txt_ok{0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 3, 2, 'o', 'k'};
inline const Bytes cname{0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 12};

inline Bytes with_records(const std::vector<Bytes>& records) {
    auto bytes = answer();
    for (const auto& record : records) {
        bytes.insert(bytes.end() - opt_length, record.begin(), record.end());
    }
    bytes[7] = static_cast<std::uint8_t>(records.size());
    return bytes;
}

/// The header alone, as servers send it that could not read the question.
inline Bytes header(unsigned rcode) {
    auto bytes = answer(rcode);
    bytes.resize(12);
    std::fill(bytes.begin() + 4, bytes.end(), std::uint8_t{0});
    return bytes;
}

inline AnswerReading read(const Bytes& bytes, const Expectation& expect = noerror) {
    return read_answer(bytes, question, id, expect, now);
}

inline bool is_good(const AnswerReading& reading) {
    return reading.ours && reading.kind == VerdictKind::ok;
}

} // namespace anyward::test
