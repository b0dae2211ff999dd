#include "anyward/config/config_file.hpp"

#include "anyward/base/text.hpp"
#include "anyward/base/usage_error.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fmt/format.h>
#include <memory>
#include <system_error>

namespace anyward {

std::vector<ConfigLine> parse_config(std::string_view text) {
    std::vector<ConfigLine> lines;
    for (unsigned number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        const auto equals = line.find('=');
        const auto key = trimmed(line.substr(0, equals));
        const auto value = equals == std::string_view::npos ? std::string_view() : trimmed(line.substr(equals + 1));
        if (key.empty() || value.empty()) {
            throw UsageError(fmt::format("line {}: '{}' is not of the form 'key = value'", number, line));
        }
        lines.push_back({std::string(key), std::string(value), number});
    }
    return lines;
}

std::string read_config_file(const std::string& path) {
    const std::unique_ptr<std::FILE, decltype(&std::fclose)> file(std::fopen(path.c_str(), "re"), &std::fclose);
    std::string text;
    std::array<char, 4096> part;
    for (std::size_t length = 1; file != nullptr && length > 0;) {
        length = std::fread(part.data(), 1, part.size(), file.get());
        text.append(part.data(), length);
    }
    if (file == nullptr || std::ferror(file.get()) != 0) {
        throw UsageError(fmt::format("cannot read it: {}", std::generic_category().message(errno)));
    }
    return text;
}

} // namespace anyward
