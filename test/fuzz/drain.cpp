// A drain file: whatever stands in it, it is an order, and fit for the log.
#include "anyward/operator/drain_file.hpp"
#include "fuzz.hpp"

#include <nlohmann/json.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace anyward;
    const auto order = parse_drain_order(fuzz::text_of(data, size));
    fuzz::must(fuzz::is_printable_line(order.reason));
    nlohmann::json again{{"reason", order.reason}};
    if (order.until) {
        again["until"] = format_time(*order.until);
    }
    fuzz::must(parse_drain_order(again.dump()) == order);
    return 0;
}
