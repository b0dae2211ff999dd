#pragma once

#include "anyward/base/time.hpp"

#include <cstdint>
#include <ctime>
#include <string>

namespace anyward {

/// What is wrong with a signature's time of validity; empty when nothing is.
/// @param inception @param expiration seconds as an RRSIG record has them: 32 bits that wrap (RFC 4034 3.1.5)
/// @param wanted how long it is to be valid yet
std::string untimely(std::uint32_t inception, std::uint32_t expiration, Duration wanted, std::time_t now);

} // namespace anyward
