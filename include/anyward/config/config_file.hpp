#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace anyward {

/// A line of the config file that sets something.
struct ConfigLine {
    std::string key;
    std::string value;
    unsigned number; ///< counted from 1
};

/// Splits `key = value` lines: the value runs to the end of the line, blanks around it do not count, a `#`
/// at the start of a line makes it a comment. Which keys there are is the table of flags' business.
/// @throws UsageError "line N: ..." for a line of another form
std::vector<ConfigLine> parse_config(std::string_view text);

/// @throws UsageError when the file cannot be read
std::string read_config_file(const std::string& path);

} // namespace anyward
