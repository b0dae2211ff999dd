#pragma once

#include <string>
#include <string_view>
#include <vector>

/// `anyward doctor` goes through a host source by source: a source is read (programs, files, netlink) by read_SOURCE(),
/// and then examined by examine_SOURCE(), a pure function of the settings and of what was read.
namespace anyward::doctor {

/// An error stops an announcement or a withdrawal; a warning misleads, or does harm in some cases only.
enum class Severity { warning, error };

/// What can be found: a stable name, with a paragraph of its own in anyward-doctor(8). See kinds.hpp.
struct Kind {
    std::string_view id;
    Severity severity;
};

/// Something on this host that is not as it ought to be.
struct Finding {
    Kind kind;
    std::string summary; ///< what is so, and what comes of it; one line
    std::string mend;    ///< what to do about it; one line
};
/// In the order in which they were found; empty: all is well.
using Findings = std::vector<Finding>;

/// One place that was looked at, and what was found there.
struct Source {
    std::string name; ///< as the report has it, such as "FRR"
    Findings findings{};
    std::string not_looked_at{}; ///< why it could not be; empty: it was
};

} // namespace anyward::doctor
