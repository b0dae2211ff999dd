#include "anyward/announce/cover_monitor.hpp"

#include "anyward/kernel/netlink.hpp"
#include "anyward/kernel/netlink_monitor.hpp"

#include "support.hpp"

#include <chrono>
#include <deque>
#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

using namespace anyward;
using namespace anyward::test;
using namespace std::chrono_literals;

namespace {

const auto v4 = ip("169.254.0.1");
const auto v6 = ip("2001:db8::53");

/// A host with a router beyond the link veth-a, where other nodes' routes come from.
struct Node : OwnNetwork {
    CapturedStderr captured;
    Log log{"test", LogLevel::info};
    EventLoop loop;
    NetlinkMonitor monitor;
    std::vector<IpAddress> addresses{v4, v6};
    CoverMonitor cover;

    /// What happens once something is so, one after the other while the loop runs.
    struct Step {
        std::function<bool()> when;
        std::function<void()> act;
    };

    explicit Node(Duration grace = 60ms) : cover(loop, log, addresses, grace) {
        shell("ip link add veth-a type veth peer name veth-b; ip link set veth-a up; ip link set veth-b up");
        shell("ip addr add 10.0.0.1/31 dev veth-a; ip -6 addr add fd00::1/64 dev veth-a nodad");
        monitor.drain();
    }

    void run(std::deque<Step> steps) {
        const auto changes = loop.on_readable(monitor.fd(), [this] { cover.on_changes(monitor.drain()); });
        bool in_time = true;
        auto deadline = loop.timer([&] {
            in_time = false;
            loop.stop();
        });
        deadline.arm(EventLoop::now() + 10s);
        EventLoop::Source turn;
        turn = loop.timer([&] {
            while (!steps.empty() && steps.front().when()) {
                const auto act = steps.front().act;
                steps.pop_front();
                act();
            }
            if (steps.empty()) {
                loop.stop();
            }
            turn.arm(EventLoop::now() + 2ms);
        });
        turn.arm(EventLoop::now());
        loop.run();
        INFO(captured.text());
        REQUIRE_MESSAGE(in_time, steps.size() << " steps are left");
    }
    static std::function<void()> run_shell(const char* command) {
        return [command] { shell(command); };
    }

    [[nodiscard]] static std::function<bool()> after(Duration time) {
        return [time, end = std::optional<Time>()]() mutable {
            end = end.value_or(EventLoop::now() + time);
            return EventLoop::now() >= *end;
        };
    }
    [[nodiscard]] std::function<bool()> logged(const std::string& line, int times = 1) const {
        return [this, line, times] { return count(line) == times; };
    }
    [[nodiscard]] int count(const std::string& line) const {
        const auto text = captured.text();
        int found = 0;
        for (auto at = text.find(line); at != std::string::npos; at = text.find(line, at + 1)) {
            ++found;
        }
        return found;
    }
    [[nodiscard]] std::function<bool()> covered(const IpAddress& address, const char* next_hop) const {
        return [this, address, next_hop] { return cover.next_hop_of(address) == next_hop; };
    }
    [[nodiscard]] std::function<bool()> uncovered(const IpAddress& address) const {
        return [this, address] { return !cover.next_hop_of(address); };
    }
};

/// With time to do something before the grace ends.
struct PatientNode : Node {
    PatientNode() : Node(2s) {}
};

bool at_once() {
    return true;
}

constexpr auto add_v4 = "ip route add 169.254.0.1/32 via 10.0.0.0 proto bgp";
constexpr auto add_v6 = "ip -6 route add 2001:db8::53/128 via fd00::2 proto bgp";
const std::string warning = "withdrawn, and nobody else serves ";
const std::string relief = "somebody else serves now, by way of ";

} // namespace

TEST_CASE_FIXTURE(Node, "withdrawn without a route from elsewhere: one warning, after the grace") {
    Time withdrawn_at;
    Time warned_at;
    run({{at_once,
          [&] {
              withdrawn_at = EventLoop::now();
              cover.set_withdrawn(true);
          }},
         {logged(warning + "169.254.0.1/32 2001:db8::53/128: no route to it has come from elsewhere"),
          [&] {
              warned_at = EventLoop::now();
              cover.set_withdrawn(true);                                      // as at each decision
              cover.on_changes({.own = false, .routes = {}, .missed = true}); // and looked up again
          }},
         {after(200ms), [] {}}});
    CHECK(warned_at - withdrawn_at >= 60ms);
    CHECK(count(warning) == 1);
    CHECK(count(relief) == 0);
}

TEST_CASE_FIXTURE(Node, "routes from elsewhere: their next hops, and after a warning a line when all have one") {
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {logged(warning), run_shell(add_v4)},
         {covered(v4, "10.0.0.0"),
          [&] {
              CHECK_FALSE(cover.next_hop_of(v6));
              CHECK(count(relief) == 0);
              shell(add_v6);
          }},
         {covered(v6, "fd00::2"), [] {}},
         {logged(relief + "10.0.0.0"), [] {}}});
    CHECK(count(warning) == 1);
}

TEST_CASE_FIXTURE(PatientNode, "routes from elsewhere within the grace: not a word") {
    shell(add_v4);
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {covered(v4, "10.0.0.0"), run_shell(add_v6)}, // the grace has begun
         {covered(v6, "fd00::2"), [] {}},
         {after(2200ms), [] {}}});
    CHECK(captured.text().empty());
}

TEST_CASE_FIXTURE(Node, "an address alone without a route is the one that the warning names") {
    shell(add_v4);
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {logged(warning + "2001:db8::53/128: "), [&] { CHECK(cover.next_hop_of(v4) == "10.0.0.0"); }}});
}

TEST_CASE_FIXTURE(Node, "a route that goes leaves the address uncovered, and is worth a warning") {
    shell(add_v4);
    shell(add_v6);
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {covered(v6, "fd00::2"), run_shell("ip route del 169.254.0.1/32 proto bgp")},
         {uncovered(v4), [] {}},
         {logged(warning + "169.254.0.1/32: "), run_shell("ip link set veth-a down")},
         {uncovered(v6), [] {}}}); // without a notification of the route's own
}

TEST_CASE_FIXTURE(Node, "a hold route is no cover, and does not hide it") {
    Netlink netlink;
    const std::vector<Change> holds{AddHold{v4}, AddHold{v6}};
    for (const auto& outcome : netlink.apply(holds)) {
        REQUIRE(outcome.error == 0);
    }
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {logged(warning + "169.254.0.1/32 2001:db8::53/128: "),
          [] {
              shell(add_v4);
              shell(add_v6);
          }},
         {covered(v4, "10.0.0.0"), [] {}},
         {covered(v6, "fd00::2"), [] {}}});
}

TEST_CASE_FIXTURE(PatientNode, "announced again: no next hop, and no warning any more") {
    shell(add_v4);
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {covered(v4, "10.0.0.0"), // the grace has begun
          [&] {
              cover.set_withdrawn(false);
              CHECK_FALSE(cover.next_hop_of(v4));
              shell(add_v6); // nothing is looked up
          }},
         {after(2200ms), [] {}}});
    CHECK_FALSE(cover.next_hop_of(v4));
    CHECK_FALSE(cover.next_hop_of(v6));
    CHECK(captured.text().empty());
}

TEST_CASE_FIXTURE(PatientNode, "withdrawn once more: what was seen the last time does not count") {
    shell(add_v4);
    run({{at_once, [&] { cover.set_withdrawn(true); }}, {covered(v4, "10.0.0.0"), [&] {
                                                             cover.set_withdrawn(false);
                                                             shell("ip route del 169.254.0.1/32 proto bgp");
                                                             cover.set_withdrawn(true);
                                                             CHECK_FALSE(cover.next_hop_of(v4));
                                                         }}});
}

TEST_CASE_FIXTURE(Node, "changes without an end do not put looking up off") {
    shell(add_v4);
    run({{at_once, [&] { cover.set_withdrawn(true); }},
         {[&] {
              cover.on_changes({.own = true, .routes = {}, .missed = false});
              return cover.next_hop_of(v4) == "10.0.0.0";
          },
          [] {}}});
}

TEST_CASE_FIXTURE(Node, "announced before anything is looked up: nothing is") {
    run({{at_once,
          [&] {
              cover.set_withdrawn(true);
              cover.set_withdrawn(false);
          }},
         {after(200ms), [] {}}});
    CHECK(captured.text().empty());
}

TEST_CASE_FIXTURE(Node, "more addresses than are looked up at a time") {
    std::vector<IpAddress> many;
    std::string batch;
    for (int i = 1; i <= 70; ++i) {
        const auto address = "192.0.2." + std::to_string(i);
        many.push_back(ip(address.c_str()));
        batch += "echo 'route add " + address + "/32 via 10.0.0.0 proto bgp';";
    }
    CoverMonitor all{loop, log, many, 60ms};
    run({{at_once, [&] { all.set_withdrawn(true); }},
         {logged(warning + "192.0.2.1/32 192.0.2.2/32 "),
          [&] {
              shell("(" + batch + ") | ip -batch -");
              all.on_changes({.own = false, .routes = {}, .missed = true});
          }},
         {logged(relief + "10.0.0.0"), [] {}}});
    for (const auto& address : many) {
        CHECK(all.next_hop_of(address) == "10.0.0.0");
    }
}
