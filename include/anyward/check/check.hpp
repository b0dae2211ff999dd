#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/base/time.hpp"
#include "anyward/check/dns_message.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace anyward {

/// A DNS question, and what counts as a good answer.
struct DnsCheck {
    Question question;
    Expectation expect;
    std::optional<Endpoint> server; ///< none: the one that --server names
    bool over_tcp = false;
    std::optional<Duration> longest;   ///< a later answer is too slow
    std::optional<Endpoint> reference; ///< the zone's serial is not to be behind the one of this server
};

/// A program; exit status 0 is good.
struct Program {
    std::vector<std::string> arguments; ///< it and what it gets; looked up in PATH
};

/// What is asked over and over.
struct Check {
    std::string spec; ///< as the operator wrote it
    std::variant<DnsCheck, Program> what;
    std::optional<Duration> timeout;  ///< none: the one of its role (--timeout, --check-timeout)
    std::optional<Duration> interval; ///< none: --interval
};

/// Reads `[@SERVER[#PORT]] NAME [CLASS] [TYPE] [+tcp] [+cd] [+do] [+nord] [+ad] [expect=RCODE[,RCODE]|any|!RCODE]
/// [answer=TEXT] [answers=N] [max=DURATION] [timeout=DURATION] [interval=DURATION] [signed=DURATION]
/// [serial=SERVER[#PORT]]`, where in NAME `{random}` stands for a label that differs each time, or
/// `exec:PROGRAM [ARG...]`.
/// @throws UsageError that quotes the word which is wrong and says what would be right
Check parse_check(std::string_view spec);

/// Reads `PROGRAM [ARG...]`, split at blanks, with double quotes around what keeps its own.
/// @throws UsageError
Program parse_program(std::string_view words);

/// The name with each `{random}` replaced by 16 digits that the number makes.
std::string with_random_label(std::string name, std::uint64_t (*random)());

} // namespace anyward
