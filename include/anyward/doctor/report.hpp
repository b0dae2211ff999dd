#pragma once

#include "anyward/doctor/finding.hpp"

#include <string>
#include <vector>

namespace anyward::doctor {

/// For people: errors, warnings, then what is well and what was not looked at.
std::string to_text(const std::vector<Source>& sources);
/// For programs: {"findings": [{"id", "severity", "summary", "mend"}], "looked_at": [NAME],
/// "not_looked_at": [{"source", "reason"}]}, and a newline.
std::string to_json(const std::vector<Source>& sources);
/// Of `anyward doctor`: 0 nothing found, 1 warnings, 2 errors.
int exit_status(const std::vector<Source>& sources);

} // namespace anyward::doctor
