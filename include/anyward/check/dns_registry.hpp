#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anyward {

// Names and numbers of IANA's DNS registries that ldns lacks, or has otherwise than dig.

/// A mnemonic in any case, or RCODE21; nothing for anything else.
std::optional<std::uint16_t> rcode_from(std::string_view text);
/// As dig prints it; RCODE21 where it has no name.
std::string rcode_name(std::uint16_t rcode);
/// RFC 8914 and later; "unassigned" where it has none.
std::string_view extended_error_name(std::uint16_t code);

/// With its ASCII letters in upper case.
std::string upper(std::string_view text);
/// The number after the prefix, where nothing else follows it: 65 of TYPE65.
std::optional<std::uint16_t> generic_number(std::string_view text, std::string_view prefix);

} // namespace anyward
