#pragma once

#include "anyward/dns_message.hpp"
#include "anyward/ip.hpp"
#include "anyward/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anyward {

/// A question that is asked over and over, with what counts as a good answer.
struct Check {
    std::string spec; ///< as the operator wrote it
    Question question;
    Expectation expect;
    std::optional<Endpoint> server; ///< none: the one that --server names
    bool over_tcp = false;
    std::optional<Duration> timeout;  ///< none: the one of its role (--timeout, --check-timeout)
    std::optional<Duration> interval; ///< none: --interval
    std::optional<Duration> longest;  ///< a later answer is too slow
};

/// Reads `[@SERVER[#PORT]] NAME [CLASS] [TYPE] [+tcp] [+cd] [+do] [+nord] [+ad] [expect=RCODE[,RCODE]|any|!RCODE]
/// [answer=TEXT] [answers=N] [max=DURATION] [timeout=DURATION] [interval=DURATION]`. In NAME, `{random}` stands for
/// a label that differs each time.
/// @throws UsageError that quotes the word which is wrong and says what would be right
Check parse_check(std::string_view spec);

/// The name with each `{random}` replaced by 16 digits that the number makes.
std::string with_random_label(std::string name, std::uint64_t number);

} // namespace anyward
