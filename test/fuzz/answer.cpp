// A datagram as the answer to a question. The first byte chooses the question and what is wanted; the id is always
// right.
#include "anyward/check/check.hpp"
#include "fuzz.hpp"

#include <array>

namespace {

using namespace anyward;

const std::array checks{
    parse_check("yetiops.net A"),
    parse_check("yetiops.net ANY answer=192.0.2.1"),
    parse_check("yetiops.net SOA signed=1d serial=127.0.0.1"),
    parse_check("yetiops.net A expect=any +ad"),
    parse_check("whoami.yetiops.net TXT expect=!SERVFAIL answers=2"),
    parse_check("nothing.yetiops.net A expect=NXDOMAIN signed=1h"),
};
const auto now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 27);

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) {
        return 0;
    }
    const auto& check = std::get<DnsCheck>(checks[data[0] % checks.size()].what);
    const std::span datagram(data + 1, size - 1);
    const auto id = static_cast<std::uint16_t>(datagram[0] << 8 | datagram[1]);
    const auto reading = read_answer(datagram, check.question, id, check.expect, now);
    fuzz::must(fuzz::is_printable_line(reading.detail));
    fuzz::must(reading.kind != VerdictKind::ok || reading.ours);
    fuzz::must(!reading.serial || reading.kind == VerdictKind::ok);
    return 0;
}
