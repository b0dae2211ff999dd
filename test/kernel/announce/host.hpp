#pragma once

#include "anyward/announce/announcement.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

namespace anyward::test {

using namespace std::chrono_literals;

/// An announcement in a network of its own, with the times handed in.
struct Host : OwnNetwork {
    CapturedStderr captured;
    Log log{"test", LogLevel::info};
    Announcement::Plan plan{
        .addresses = {ip("169.254.0.1"), ip("2001:db8::53")}, .interface = "lo", .label = "lo:1", .dry_run = false};
    bool hold = true;
    std::optional<Lease> lease{};
    Time now = Time{} + 1h;

    [[nodiscard]] Goal goal(Wanted wanted, std::uint32_t metric = 0, std::optional<Time> evidence = {}) const {
        return {.wanted = wanted, .metric = metric, .evidence = evidence, .hold = hold, .lease = lease};
    }
    static std::string addresses(const std::string& interface = "lo") {
        return output_of("ip -o addr show dev " + interface);
    }
    static bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
    static bool announced(const std::string& interface = "lo") {
        const auto all = addresses(interface);
        const bool v4 = has(all, " 169.254.0.1/32 ");
        const bool v6 = has(all, " 2001:db8::53/128 ");
        REQUIRE(v4 == v6);
        return v4;
    }
    static bool held() {
        const bool v4 = has(output_of("ip route show table local proto 199"), "169.254.0.1");
        const bool v6 = has(output_of("ip -6 route show table local proto 199"), "2001:db8::53");
        REQUIRE(v4 == v6);
        return v4;
    }
    [[nodiscard]] bool said(const std::string& what) const { return has(captured.text(), what); }
};

template <typename Input> bool is(const std::vector<HealthInput>& news) {
    return news.size() == 1 && std::holds_alternative<Input>(news.front());
}

} // namespace anyward::test
