#include "anyward/base/usage_error.hpp"
#include "anyward/command/check_command.hpp"
#include "anyward/command/client.hpp"
#include "anyward/command/fail.hpp"
#include "anyward/command/run_command.hpp"
#include "anyward/config/options.hpp"
#include "anyward/doctor/doctor.hpp"

#include <fmt/format.h>
#include <new>

using namespace anyward;

namespace {

int carry_out(Command command, Settings settings, const std::vector<std::string>& arguments) {
    switch (command) {
    case Command::run:
        return run_daemon(std::move(settings), arguments);
    case Command::check:
        return run_checks(settings);
    case Command::status:
        return show_status(settings);
    case Command::watch:
        return watch(settings);
    case Command::drain:
        return drain(settings);
    case Command::undrain:
        return undrain(settings);
    case Command::doctor:
        return run_doctor(settings, settings.client.json);
    }
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    bool is_run = true;
    try {
        const std::vector<std::string> arguments(argv + 1, argv + argc);
        auto parsed = parse_command_line(arguments);
        if (const auto* exit = std::get_if<Exit>(&parsed)) {
            fmt::print("{}", exit->out);
            return exit->err.empty() ? exit->status : fail(exit->status, exit->err);
        }
        auto& invocation = std::get<Invocation>(parsed);
        is_run = invocation.command == Command::run;
        return carry_out(invocation.command, std::move(invocation.settings), arguments);
    } catch (const UsageError& error) {
        return fail(is_run ? 2 : 3, error.what());
    } catch (const std::bad_alloc&) {
        return fail(is_run ? 1 : 3, "no memory is left");
    } catch (const std::exception& error) {
        return fail(is_run ? 1 : 3, error.what()); // 1 and 2 of the other commands are answers
    }
}
