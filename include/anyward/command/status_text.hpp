#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace anyward {

/// How the daemon's answers look to people.
struct TextStyle {
    bool colour; ///< escape sequences of a terminal
    bool utf8;   ///< a sparkline of block characters; else of ASCII ones
};

/// What stdout is: a terminal takes colour, unless NO_COLOR is set (no-color.org), and the locale says what its
/// characters are.
TextStyle style_of_stdout();

/// The daemon's status in several lines. @param status of status_json() @throws nlohmann::json::exception where a key
/// that it needs is missing
std::string status_text(const nlohmann::json& status, const TextStyle& style);

/// One line with its end for an event of the watch; nothing for one that is not known. @throws as status_text()
std::string event_text(const nlohmann::json& event, const TextStyle& style);

} // namespace anyward
