#include "anyward/base/atomic_file.hpp"

#include "anyward/base/owned_fd.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace anyward {

namespace {

constexpr mode_t readable = 0644; // whatever the umask says

} // namespace

void write_atomically(const std::string& path, std::string_view text) {
    const auto beside = path + ".new";
    const auto require = [&](bool done) {
        if (!done) {
            const int error = errno;
            unlink(beside.c_str());
            throw std::system_error(error, std::generic_category(), "writing " + path);
        }
    };
    unlink(beside.c_str()); // left by somebody who was killed
    const OwnedFd file(open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, readable));
    require(file.get() >= 0);
    require(fchmod(file.get(), readable) == 0);
    while (!text.empty()) { // a full disk takes a part, and says why at the next call
        const auto written = write(file.get(), text.data(), text.size());
        require(written >= 0);
        text.remove_prefix(static_cast<std::size_t>(written));
    }
    require(std::rename(beside.c_str(), path.c_str()) == 0);
}

} // namespace anyward
