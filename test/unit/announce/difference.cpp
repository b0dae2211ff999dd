#include "anyward/announce/difference.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

namespace {

constexpr Time now{1h};
const std::vector<IpAddress> addresses{IpAddress::parse("192.0.2.53").value(),
                                       IpAddress::parse("2001:db8::53").value()};

/// The changes as the log describes them, each on a line; interface 4000000 has no name.
std::string changes(const Sight& sight, const Goal& goal, bool any_metric = false) {
    std::string lines;
    for (const auto& change : difference(addresses, "lo:1", sight, goal, any_metric, now)) {
        lines += describe(change) + "\n";
    }
    return lines;
}

Sight sight(Presence presence) {
    return {.interface_index = 4000000, .presence = {presence, presence}};
}

} // namespace

TEST_CASE("difference: nothing where all is as wanted") {
    CHECK(changes(sight({}), {.wanted = Wanted::withdrawn}).empty());
    CHECK(changes(sight({}), {.wanted = Wanted::as_found}).empty());
    CHECK(changes(sight({.announced = true, .held = true}), {.wanted = Wanted::announced, .hold = true}).empty());
}

TEST_CASE("difference: the hold stands before an address goes, and goes after it") {
    CHECK(changes(sight({.announced = true}), {.wanted = Wanted::withdrawn, .hold = true}) ==
          "delete the prefix route of 2001:db8::53/128\n"
          "add the hold route for 192.0.2.53/32\n"
          "add the hold route for 2001:db8::53/128\n"
          "delete 192.0.2.53/32 from interface 4000000\n"
          "delete 2001:db8::53/128 from interface 4000000\n");
    CHECK(changes(sight({.announced = true, .held = true}), {.wanted = Wanted::withdrawn}) ==
          "delete the prefix route of 2001:db8::53/128\n"
          "delete 192.0.2.53/32 from interface 4000000\n"
          "delete 2001:db8::53/128 from interface 4000000\n"
          "delete the hold route for 192.0.2.53/32\n"
          "delete the hold route for 2001:db8::53/128\n");
}

TEST_CASE("difference: without the interface only the hold can be had") {
    CHECK(changes({.interface_index = 0, .presence = {{}, {}}}, {.wanted = Wanted::announced, .hold = true}) ==
          "add the hold route for 192.0.2.53/32\n"
          "add the hold route for 2001:db8::53/128\n");
}

TEST_CASE("difference: another metric is a deletion and an addition, unless any is good") {
    const auto found = sight({.announced = true, .metric = 42});
    const Goal goal{.wanted = Wanted::announced, .metric = 7};
    CHECK(changes(found, goal, true).empty());
    CHECK(changes(found, goal) == "delete the prefix route of 2001:db8::53/128\n"
                                  "delete 192.0.2.53/32 from interface 4000000\n"
                                  "add 192.0.2.53/32 to interface 4000000\n"
                                  "delete 2001:db8::53/128 from interface 4000000\n"
                                  "add 2001:db8::53/128 to interface 4000000\n");
}

TEST_CASE("difference: the label is for IPv4, the lease runs from the evidence") {
    const auto added = difference(
        addresses, "lo:1", sight({}),
        {.wanted = Wanted::announced, .metric = 7, .evidence = now - 3s, .lease = Lease{.length = 10s, .step = 3s}},
        false, now);
    REQUIRE(added.size() == 2);
    const auto& v4 = std::get<AddAddress>(added[0]);
    CHECK(v4.label == "lo:1");
    CHECK(v4.metric == 7);
    CHECK(v4.valid == Lifetime(7s));
    CHECK(std::get<AddAddress>(added[1]).label.empty());
}

TEST_CASE("difference: what is kept has no end, be it found or added") {
    const Goal keep{.wanted = Wanted::announced, .lease = Lease{.length = 10s, .step = 3s}, .keep = true};
    CHECK(std::get<AddAddress>(difference(addresses, "", sight({}), keep, false, now).front()).valid == for_ever);
    CHECK(changes(sight({.announced = true, .expires = now + 5s}), keep) ==
          "give 192.0.2.53/32 on interface 4000000 no end\n"
          "give 2001:db8::53/128 on interface 4000000 no end\n");
    CHECK(changes(sight({.announced = true}), keep).empty());
}
