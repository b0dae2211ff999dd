#include "anyward/check_command.hpp"
#include "anyward/options.hpp"
#include "anyward/run_command.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

int fail(int status, const std::exception& error) {
    fmt::print(stderr, "anyward: {}\n", error.what());
    return status;
}

anyward::Settings read_again(const std::vector<std::string>& arguments) {
    auto parsed = anyward::parse_command_line(arguments);
    if (const auto* exit = std::get_if<anyward::Exit>(&parsed)) {
        throw std::runtime_error(exit->err);
    }
    return std::move(std::get<anyward::Invocation>(parsed).settings);
}

int carry_out(anyward::Invocation invocation, const std::vector<std::string>& arguments) {
    const bool is_check = invocation.command == anyward::Command::check;
    try {
        return is_check ? anyward::run_checks(invocation.settings)
                        : anyward::run_daemon(std::move(invocation.settings), [&] { return read_again(arguments); });
    } catch (const std::exception& error) {
        return fail(is_check ? 3 : 1, error); // 1 and 2 of check are verdicts
    }
}

int print(const anyward::Exit& exit) {
    fmt::print("{}", exit.out);
    if (!exit.err.empty()) {
        fmt::print(stderr, "anyward: {}\n", exit.err);
    }
    return exit.status;
}

} // namespace

int main(int argc, char** argv) {
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        auto parsed = anyward::parse_command_line(arguments);
        if (const auto* exit = std::get_if<anyward::Exit>(&parsed)) {
            return print(*exit);
        }
        return carry_out(std::move(std::get<anyward::Invocation>(parsed)), arguments);
    } catch (const std::exception& error) {
        return fail(1, error);
    }
}
