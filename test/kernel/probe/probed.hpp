#pragma once

#include "anyward/probe/prober.hpp"
#include "prober.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <vector>

namespace anyward::test {

using Row = std::size_t;

inline const Endpoint loopback{ip("127.0.0.1")};
inline const Endpoint first{ip("192.0.2.53")};
inline const Endpoint second{ip("192.0.2.54")};

inline constexpr Presence held{.held = true};
inline constexpr Presence announced{.announced = true};

/// A prober of two service addresses, both held, and nameservers as a test wants them. What is steady comes once an
/// hour.
struct Probed : OwnNetwork {
    struct Heard {
        std::size_t index;
        Verdict verdict;
    };

    CapturedStderr captured;
    Log log{"test", LogLevel::info};
    EventLoop loop;
    Settings settings;
    std::vector<Heard> verdicts; ///< of rows
    std::vector<Heard> settling; ///< of service addresses
    std::function<Pace(Row)> on_verdict = [](Row) { return Pace::steady; };
    std::function<void()> on_settling = [] {};
    std::optional<anyward::Prober> prober;
    EventLoop::Source enough = loop.timer([this] { loop.stop(); });
    EventLoop::Source giving_up = loop.timer([this] {
        FAIL_CHECK("nothing happened for a long time");
        loop.stop();
    });

    Probed() {
        settings.addresses = {first.address, second.address};
        settings.interface = "lo";
        settings.liveness = parse_check("localhost A +nord expect=any");
        settings.interval = 1h;
        settings.fast_interval = 100ms;
        settings.timeout = settings.check_timeout = 5s;
        settings.tripwire = false;
        for (const auto& address : settings.addresses) {
            shell("ip route add local " + address.to_string() + " dev lo table local");
        }
        giving_up.arm(EventLoop::now() + 20s);
    }
    FakeServer answering(const Endpoint& at) {
        return {loop, [](const Bytes& question) { return Answered{response(question)}; }, -1, at};
    }
    FakeServer silent(const Endpoint& at) {
        return {loop, [](const Bytes&) { return Answered{}; }, -1, at};
    }
    void start() {
        prober.emplace(loop, settings, log,
                       anyward::Prober::Events{.on_verdict =
                                                   [this](Row row, const Verdict& verdict) {
                                                       verdicts.push_back({row, verdict});
                                                       return on_verdict(row);
                                                   },
                                               .on_settling =
                                                   [this](std::size_t address, const Verdict& verdict) {
                                                       settling.push_back({address, verdict});
                                                       on_settling();
                                                   }});
        prober->start();
    }
    void follow(const std::vector<Presence>& presence, bool serving = false,
                const std::vector<std::size_t>& unsettled = {}, const std::set<std::size_t>& loopback_ignored = {}) {
        prober->set_situation(
            {.presence = presence, .serving = serving, .unsettled = unsettled, .loopback_ignored = loopback_ignored});
    }
    /// So long that what is asked at the fast interval would have been asked again.
    void stop_soon() { enough.arm(EventLoop::now() + 2 * settings.fast_interval); }
};

} // namespace anyward::test
