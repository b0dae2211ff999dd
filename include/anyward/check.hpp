#pragma once

#include "anyward/dns_message.hpp"
#include "anyward/ip.hpp"
#include "anyward/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace anyward {

/// A question that is asked over and over, with what counts as a good answer.
struct Check {
    std::string spec; ///< as the operator wrote it
    Question question;
    Expectation expect;
    std::optional<Endpoint> server;  ///< none: the one that --server names
    std::optional<Duration> timeout; ///< none: the one of its role (--timeout, --check-timeout)
};

/// Reads `[@SERVER[#PORT]] NAME [CLASS] [TYPE] [+nord] [expect=...] [timeout=DURATION]`.
/// @throws UsageError that quotes the word which is wrong and says what would be right
Check parse_check(std::string_view spec);

} // namespace anyward
