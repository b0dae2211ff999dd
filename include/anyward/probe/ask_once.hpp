#pragma once

#include "anyward/check/verdict.hpp"
#include "anyward/kernel/presence.hpp"
#include "anyward/probe/probe_plan.hpp"

#include <span>
#include <vector>

namespace anyward {

/// Asks all of them once, at the same time, each of the server that is to be asked as things stand; comes back when all
/// have a verdict.
/// @param presence of each service address, in the settings' order
/// @return their verdicts, in the order of the probes
std::vector<Verdict> ask_once(std::vector<PlannedProbe> probes, std::span<const Presence> presence);

} // namespace anyward
