#pragma once

#include "anyward/health/health.hpp"
#include "describe.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace anyward {

using namespace std::chrono_literals;

/// The defaults of `run`: so many checks that ask the service address, and one service address.
inline HealthRules default_rules(std::size_t checks = 1) {
    HealthRules rules{{.rise = 3, .fall = 2, .window = 5, .settle = 2s}, {}, {"192.0.2.53#53"}};
    for (std::size_t i = 0; i < checks; ++i) {
        rules.checks.push_back({i == 0 ? "liveness" : "check " + std::to_string(i), true});
    }
    return rules;
}

/// A Health with the inputs written short; `now` stands still unless a test moves it.
struct Service {
    explicit Service(HealthRules rules = default_rules()) : health(std::move(rules)) {}

    const Decision& hear(const HealthInput& input) { return health.apply(input, now); }
    void pass(std::size_t check = 0, unsigned times = 1) {
        for (unsigned i = 0; i < times; ++i) {
            hear(CheckVerdict{check, VerdictKind::ok, "NOERROR, 1 answer"});
        }
    }
    void fail(std::size_t check = 0, unsigned times = 1) {
        for (unsigned i = 0; i < times; ++i) {
            hear(CheckVerdict{check, VerdictKind::timeout, "no answer within 300 ms"});
        }
    }
    void refuse(std::size_t check = 0) { hear(CheckVerdict{check, VerdictKind::refused, "nothing listens"}); }
    /// One verdict on the first check a letter: P passes, F times out, R is refused.
    void play(std::string_view verdicts) {
        for (const char verdict : verdicts) {
            verdict == 'P' ? pass() : verdict == 'F' ? fail() : refuse();
        }
    }
    void settle(std::size_t address, VerdictKind kind = VerdictKind::ok, std::string detail = "NOERROR") {
        hear(SettleVerdict{address, kind, std::move(detail)});
    }

    [[nodiscard]] const Decision& decision() const { return health.decision(); }
    [[nodiscard]] State state() const { return decision().state; }

    Health health;
    Time now{};
};

/// Risen by three passes of every check; nothing settles, as no Announced has been heard.
inline Service risen(HealthRules rules = default_rules()) {
    const auto checks = rules.checks.size();
    const auto rise = rules.rise;
    Service service(std::move(rules));
    for (std::size_t i = 0; i < checks; ++i) {
        service.pass(i, rise);
    }
    return service;
}

inline HealthRules with_fall(unsigned fall, unsigned window = 5) {
    auto rules = default_rules();
    rules.fall = fall;
    rules.window = window;
    return rules;
}

} // namespace anyward
