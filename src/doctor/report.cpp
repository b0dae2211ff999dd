#include "anyward/doctor/report.hpp"

#include "anyward/base/enum_names.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace anyward::doctor {

namespace {

constexpr auto severity_names = enum_names<Severity>({{Severity::warning, "warning"}, {Severity::error, "error"}});
constexpr auto severity_headings = enum_names<Severity>({{Severity::warning, "WARNING"}, {Severity::error, "ERROR"}});

/// Errors first; else in the order in which they were found.
Findings findings_by_severity(const std::vector<Source>& sources) {
    Findings findings;
    for (const auto severity : {Severity::error, Severity::warning}) {
        for (const auto& source : sources) {
            std::ranges::copy_if(source.findings, std::back_inserter(findings),
                                 [severity](const auto& one) { return one.kind.severity == severity; });
        }
    }
    return findings;
}

} // namespace

std::string to_text(const std::vector<Source>& sources) {
    std::string text;
    for (const auto& finding : findings_by_severity(sources)) {
        text += fmt::format("{:<8} {}: {}\n         mend: {}\n", severity_headings.of(finding.kind.severity),
                            finding.kind.id, finding.summary, finding.mend);
    }
    for (const auto& source : sources) {
        if (source.not_looked_at.empty() && source.findings.empty()) {
            text += fmt::format("{:<8} {}\n", "OK", source.name);
        }
    }
    for (const auto& source : sources) {
        if (!source.not_looked_at.empty()) {
            text += fmt::format("{:<8} {}: not looked at: {}\n", "-", source.name, source.not_looked_at);
        }
    }
    return text;
}

std::string to_json(const std::vector<Source>& sources) {
    auto json = nlohmann::ordered_json{{"findings", nlohmann::json::array()},
                                       {"looked_at", nlohmann::json::array()},
                                       {"not_looked_at", nlohmann::json::array()}};
    for (const auto& finding : findings_by_severity(sources)) {
        json["findings"].push_back({{"id", finding.kind.id},
                                    {"severity", severity_names.of(finding.kind.severity)},
                                    {"summary", finding.summary},
                                    {"mend", finding.mend}});
    }
    for (const auto& source : sources) {
        if (source.not_looked_at.empty()) {
            json["looked_at"].push_back(source.name);
        } else {
            json["not_looked_at"].push_back({{"source", source.name}, {"reason", source.not_looked_at}});
        }
    }
    // What other programs printed, or a path, may be no UTF-8.
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

int exit_status(const std::vector<Source>& sources) {
    int status = 0;
    for (const auto& finding : findings_by_severity(sources)) {
        status = std::max(status, finding.kind.severity == Severity::error ? 2 : 1);
    }
    return status;
}

} // namespace anyward::doctor
