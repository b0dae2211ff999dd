#pragma once

#include "anyward/base/time.hpp"
#include "anyward/check/verdict.hpp"

#include <cstddef>
#include <string>
#include <variant>

/// All that the policy hears of.
namespace anyward {

struct CheckVerdict {
    std::size_t check; ///< by index, in the rules
    VerdictKind kind;
    std::string detail;
    Duration rtt{};             ///< the question was sent so long ago
    bool from_loopback = false; ///< as Verdict::from_loopback
};
/// The answer of one service address to a probe that was sent after the announcement.
struct SettleVerdict {
    std::size_t address; ///< by index, in the rules
    VerdictKind kind;
    std::string detail;
};
struct Adopted {};      ///< the address was there at start
struct Announced {};    ///< the kernel has every service address, and did not before
struct AddressGone {};  ///< somebody else deleted an announced address
struct LeaseExpired {}; ///< the kernel did, at the end of its lease
struct InterfaceGone {
    std::string name;
};
struct InterfaceBack {};
struct Drain {
    std::string reason; ///< may be empty
};
struct Undrain {};
struct Tick {}; ///< Decision::wake_at has come

using HealthInput = std::variant<CheckVerdict, SettleVerdict, Adopted, Announced, AddressGone, LeaseExpired,
                                 InterfaceGone, InterfaceBack, Drain, Undrain, Tick>;

} // namespace anyward
