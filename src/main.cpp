#include "anyward/check_command.hpp"
#include "anyward/daemon.hpp"
#include "anyward/options.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

int fail(int status, const std::exception& error) {
    fmt::print(stderr, "anyward: {}\n", error.what());
    return status;
}

int carry_out(anyward::Invocation invocation) {
    const bool is_check = invocation.command == anyward::Command::check;
    try {
        return is_check ? anyward::run_checks(invocation.settings)
                        : anyward::Daemon(std::move(invocation.settings)).run();
    } catch (const std::exception& error) {
        return fail(is_check ? 3 : 1, error); // 1 and 2 of check are verdicts
    }
}

int print(const anyward::Exit& exit) {
    fmt::print("{}", exit.out);
    if (!exit.err.empty()) {
        fmt::print(stderr, "{}\n", exit.err);
    }
    return exit.status;
}

} // namespace

int main(int argc, char** argv) {
    try {
        auto parsed = anyward::parse_command_line(std::vector<std::string>(argv + 1, argv + argc));
        if (const auto* exit = std::get_if<anyward::Exit>(&parsed)) {
            return print(*exit);
        }
        return carry_out(std::move(std::get<anyward::Invocation>(parsed)));
    } catch (const std::exception& error) {
        return fail(1, error);
    }
}
