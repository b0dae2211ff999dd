#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What `anyward doctor` says of a host, source by source. A source is read (programs, files, netlink) and then
/// examined by a pure function, which takes what was read.
namespace anyward::doctor {

enum class Severity { warning, error };

/// What can be found: a stable name, with a paragraph of its own in anyward-doctor(8). See kinds.hpp.
struct Kind {
    std::string_view id;
    Severity severity;
};

struct Finding {
    Kind kind;
    std::string summary; ///< what is so, and what comes of it; one line
    std::string mend;    ///< what to do about it; one line
};
using Findings = std::vector<Finding>;

/// One place that was looked at.
struct Source {
    std::string name;
    Findings findings{};
    std::string not_looked_at{}; ///< why it could not be; empty: it was
};

} // namespace anyward::doctor
