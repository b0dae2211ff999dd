#pragma once

#include "anyward/config/options.hpp"
#include "describe.hpp"
#include "temporary_file.hpp"

#include <string>
#include <utility>
#include <vector>

namespace anyward {

using Words = std::vector<std::string>;

/// `run` for one service address, with more words.
inline Words run_with(const Words& more) {
    Words words{"run", "--address", "192.0.2.53"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

/// The command line must be good.
inline Settings settings_of(const Words& words) {
    auto parsed = parse_command_line(words);
    if (const auto* exit = std::get_if<Exit>(&parsed)) {
        FAIL("refused: " << exit->err << exit->out);
    }
    return std::move(std::get<Invocation>(parsed).settings);
}

/// The same flags by way of a config file: its text, with the service address.
inline Settings settings_of_file(const std::string& text) {
    const TemporaryFile file("address = 192.0.2.53\n" + text);
    return settings_of({"run", "--config", file.path()});
}

/// The command line must end here and now.
inline Exit exit_of(const Words& words) {
    auto parsed = parse_command_line(words);
    if (std::holds_alternative<Invocation>(parsed)) {
        std::string line;
        for (const auto& word : words) {
            line += word + " ";
        }
        FAIL_CHECK("accepted: " << line);
        return {.status = -1, .out = "accepted", .err = "accepted"};
    }
    return std::get<Exit>(std::move(parsed));
}

} // namespace anyward
