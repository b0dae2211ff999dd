#pragma once

#include "anyward/check/verdict.hpp"
#include "anyward/config/settings.hpp"
#include "anyward/doctor/finding.hpp"
#include "anyward/doctor/kernel.hpp"

#include <string>
#include <vector>

namespace anyward::doctor {

/// A question that a server was asked over UDP and over TCP.
struct Asked {
    std::string spec; ///< of the check
    Verdict udp;
    Verdict tcp;
};

/// Asks what the daemon would ask first, of each server that it would ask as things stand.
/// @throws NotLookedAt where no check is a question
std::vector<Asked> ask_both_ways(const Settings& settings, const KernelState& kernel);

/// @throws NotLookedAt where no server answers over UDP
Findings examine_tcp(const std::vector<Asked>& all);

} // namespace anyward::doctor
