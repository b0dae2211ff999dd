// The grammar of a check. What it takes can be asked.
#include "anyward/check/check.hpp"
#include "anyward/base/usage_error.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anyward;
    try {
        const auto check = parse_check(fuzz::text_of(data, size));
        if (const auto* dns = std::get_if<DnsCheck>(&check.what)) {
            auto question = dns->question;
            question.name = with_random_label(question.name, [] { return ~std::uint64_t{0}; });
            fuzz::must(!question_bytes(question, 1).empty());
        } else {
            fuzz::must(!std::get<Program>(check.what).arguments.front().empty());
        }
    } catch (const UsageError& error) {
        fuzz::must(!std::string_view(error.what()).empty());
    }
    return 0;
}
