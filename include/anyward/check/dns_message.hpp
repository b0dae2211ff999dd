#pragma once

#include "anyward/base/time.hpp"
#include "anyward/check/verdict.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace anyward {

/// What is asked. Its bytes and the reading of answers are those of RFC 1035, with EDNS (RFC 6891); nothing here opens
/// a socket.
struct Question {
    std::string name;               ///< as in a zone file, the last dot not needed
    std::uint16_t rr_class = 1;     ///< IN
    std::uint16_t rr_type = 1;      ///< A
    bool recursion_desired = true;  ///< RD (RFC 1035 4.1.1)
    bool checking_disabled = false; ///< CD (RFC 4035 3.2.2)
    bool dnssec_ok = false;         ///< DO (RFC 3225)
};

/// What makes an answer good.
struct Expectation {
    std::vector<std::uint16_t> rcodes{0};
    bool excluded = false;             ///< the codes listed are the bad ones; with none listed, every code is good
    std::optional<std::string> data{}; ///< of one record of the asked type, as dig prints it
    unsigned records = 0;              ///< the least number of records of the asked type
    bool authenticated = false;        ///< the AD bit (RFC 4035 3.2.3)
    /// There are signatures, and each has been valid and will be for this long; not whether they are true
    std::optional<Duration> signed_for{};

    [[nodiscard]] bool accepts(std::uint16_t rcode) const;
};

/// How a datagram reads as the answer to a question.
struct AnswerReading {
    VerdictKind kind;
    std::string detail;
    /// False: it cannot be shown to be the answer to our question, which may still arrive (a spoofed or
    /// garbled datagram must not decide for the nameserver); `kind` holds only if nothing better comes.
    bool ours;
    std::optional<std::uint32_t> serial{}; ///< of the SOA record in a good answer
};

/// Whether it can be asked for, as written in a zone file.
bool is_domain_name(std::string_view text);
/// Mnemonics in any case, and the generic forms of RFC 3597: TYPE65, CLASS3.
std::optional<std::uint16_t> rr_type_from(std::string_view text);
std::optional<std::uint16_t> rr_class_from(std::string_view text);

/// A query message with an OPT record (UDP size 1232, the size of the DNS flag day of 2020).
/// @throws std::runtime_error when `question.name` is no domain name
std::vector<std::uint8_t> question_bytes(const Question& question, std::uint16_t id);

/// Judges in this order: length, id, response bit, question, opcode, response code, truncation, records, AD bit,
/// signatures. @param now what their times are compared with
AnswerReading read_answer(std::span<const std::uint8_t> datagram, const Question& question, std::uint16_t id,
                          const Expectation& expect, std::chrono::system_clock::time_point now);

} // namespace anyward
