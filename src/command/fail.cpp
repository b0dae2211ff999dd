#include "anyward/command/fail.hpp"

#include <cstdio>
#include <fmt/format.h>

namespace anyward {

int fail(int status, std::string_view why) {
    const auto line = fmt::format("anyward: {}\n", why);
    std::fwrite(line.data(), 1, line.size(), stderr);
    return status;
}

} // namespace anyward
