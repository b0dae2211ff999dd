// The configuration file, all the way to the settings: one of them, or one line that says what is wrong.
#include "anyward/base/owned_fd.hpp"
#include "anyward/config/options.hpp"
#include "fuzz.hpp"

#include <sys/mman.h>
#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anyward;
    const OwnedFd file(memfd_create("config", MFD_CLOEXEC));
    fuzz::must(write(file.get(), data, size) == static_cast<ssize_t>(size));
    const auto path = "/proc/self/fd/" + std::to_string(file.get());
    const auto result = parse_command_line({"run", "--config", path, "--validate"});
    const auto& exit = std::get<Exit>(result);
    const std::string_view said = exit.status == 0 ? exit.out : exit.err;
    fuzz::must(exit.status == 0 || exit.status == 2);
    fuzz::must(!said.empty() && said.find('\n') >= said.size() - 1);
    return 0;
}
