#include "anyward/base/usage_error.hpp"
#include "anyward/command/check_command.hpp"
#include "anyward/command/client.hpp"
#include "anyward/command/run_command.hpp"
#include "anyward/config/options.hpp"
#include "anyward/doctor/doctor.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace {

int fail(int status, const std::exception& error) {
    const bool no_memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    const auto line = fmt::format("anyward: {}\n", no_memory ? "no memory is left" : error.what());
    std::fwrite(line.data(), 1, line.size(), stderr);
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
    switch (invocation.command) {
    case anyward::Command::run:
        return anyward::run_daemon(std::move(invocation.settings), [&] { return read_again(arguments); });
    case anyward::Command::check:
        return anyward::run_checks(invocation.settings);
    case anyward::Command::status:
        return anyward::show_status(invocation.settings);
    case anyward::Command::watch:
        return anyward::watch(invocation.settings);
    case anyward::Command::drain:
        return anyward::drain(invocation.settings);
    case anyward::Command::undrain:
        return anyward::undrain(invocation.settings);
    case anyward::Command::doctor:
        return anyward::run_doctor(invocation.settings, invocation.settings.client.json);
    }
    return 1;
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
    bool is_run = true;
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        auto parsed = anyward::parse_command_line(arguments);
        if (const auto* exit = std::get_if<anyward::Exit>(&parsed)) {
            return print(*exit);
        }
        auto& invocation = std::get<anyward::Invocation>(parsed);
        is_run = invocation.command == anyward::Command::run;
        return carry_out(std::move(invocation), arguments);
    } catch (const anyward::UsageError& error) {
        return fail(is_run ? 2 : 3, error);
    } catch (const std::exception& error) {
        return fail(is_run ? 1 : 3, error); // 1 and 2 of the other commands are answers
    }
}
