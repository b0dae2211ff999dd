#include "anyward/command/status_text.hpp"

#include "anyward/base/enum_names.hpp"
#include "anyward/base/time.hpp"
#include "anyward/check/verdict.hpp"
#include "anyward/health/decision.hpp"
#include "anyward/operator/status_keys.hpp"

#include <algorithm>
#include <array>
#include <clocale>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <langinfo.h>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace anyward {

namespace {

using Json = nlohmann::json;

enum class Colour { plain, green, yellow, red };

std::string paint(std::string_view text, Colour colour, const TextStyle& style) {
    constexpr std::array<std::string_view, 4> codes{"", "\033[32m", "\033[33m", "\033[31m"};
    return style.colour && colour != Colour::plain
               ? fmt::format("{}{}\033[0m", codes.at(static_cast<std::size_t>(colour)), text)
               : std::string(text);
}

Colour colour_of(std::string_view state) {
    return state == to_string(State::up)     ? Colour::green
           : state == to_string(State::down) ? Colour::red
                                             : Colour::yellow;
}

/// What to look at first, by the verdict of a check that fails.
constexpr auto advice = enum_names<VerdictKind>({
    {VerdictKind::ok, ""},
    {VerdictKind::refused, "nothing listens there: does the nameserver run, and on this address?"},
    {VerdictKind::timeout,
     "it listens, or did, and does not answer: look at its load, its log, and at what it asks upstream"},
    {VerdictKind::unreachable, "the question could not be sent: look at lo, at 'ip rule' and at packet filters"},
    {VerdictKind::malformed, "is that a nameserver that answers there?"},
    {VerdictKind::mismatch, "an answer to another question: is something between this host and the server?"},
    {VerdictKind::truncated, "it does not answer over TCP"},
    {VerdictKind::rcode, "ask it with dig, and look at its log"},
    {VerdictKind::answer, "ask it with dig: the zone's contents are other than the check wants"},
    {VerdictKind::signature, "sign the zone anew, and look at the signer"},
    {VerdictKind::stale, "the transfer from the primary does not come through: look at both logs"},
    {VerdictKind::slow, "look at its load, and at what it asks upstream"},
    {VerdictKind::exec, "run the program by hand, as the daemon's user"},
    {VerdictKind::settle,
     "the nameserver does not listen on the service address (BIND: rndc scan; Unbound: interface:)"},
});

bool is_ok(std::string_view verdict) {
    return verdict == to_string(VerdictKind::ok);
}

std::string text_at(const Json& object, key::Key key) {
    return object.at(key).get<std::string>();
}

std::string elapsed(const Json& rtt_us) {
    return format_elapsed(Duration(rtt_us.get<std::int64_t>()));
}

/// "3 d 4 h", of two units at most.
std::string age(const Json& time) {
    using namespace std::chrono;
    const auto since = parse_time(time.get<std::string>());
    const auto passed = since ? floor<seconds>(system_clock::now() - *since).count() : 0;
    constexpr std::array<std::pair<std::int64_t, std::string_view>, 4> units{
        {{86400, "d"}, {3600, "h"}, {60, "min"}, {1, "s"}}};
    for (std::size_t i = 0; i + 1 < units.size(); ++i) {
        if (passed >= units[i].first) {
            return fmt::format("{} {} {} {}", passed / units[i].first, units[i].second,
                               passed % units[i].first / units[i + 1].first, units[i + 1].second);
        }
    }
    return fmt::format("{} s", std::max<std::int64_t>(passed, 0));
}

/// Each probe as high as it took long, from 0.1 ms to seconds; a failed one is an x.
std::string sparkline(const Json& recent, const TextStyle& style) {
    constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    constexpr std::array<std::string_view, 8> ascii{"_", ".", ":", "-", "=", "+", "*", "#"};
    constexpr double lowest_us = 100;
    constexpr double levels_per_decade = 1.7;
    std::string line;
    for (const auto& probe : recent) {
        if (!is_ok(text_at(probe, key::verdict))) {
            line += paint("x", Colour::red, style);
            continue;
        }
        const double height =
            levels_per_decade * std::log10(std::max(probe.at(key::rtt_us).get<double>(), 1.0) / lowest_us);
        const auto level = static_cast<std::size_t>(std::clamp(height, 0.0, 7.0));
        line += style.utf8 ? blocks.at(level) : ascii.at(level);
    }
    return line;
}

std::string address_line(const Json& address) {
    std::string facts = address.at(key::announced).get<bool>() ? "announced" : "withdrawn";
    if (address.at(key::announced).get<bool>()) {
        facts += address.at(key::settled).get<bool>() ? ", answers" : ", has not answered yet";
        if (const auto& metric = address.at(key::metric); metric != 0) {
            facts += fmt::format(", metric {}", metric.get<std::uint32_t>());
        }
        const auto& lease = address.at(key::lease_remaining_ms);
        facts += lease.is_null() ? ", for ever" : fmt::format(", lease {:.1f} s", lease.get<double>() / 1000);
    } else {
        const auto& by = address.at(key::covered_by);
        facts += by.is_null() ? ", and nobody else's route is seen"
                              : fmt::format(", served by way of {}", by.get<std::string>());
    }
    facts += address.at(key::held).get<bool>() ? ", held" : "";
    return fmt::format("  {} on {}: {}\n", text_at(address, key::address), text_at(address, key::interface), facts);
}

/// Of a newer daemon there may be verdicts that we have no advice for.
std::string failure_lines(const Json& probe) {
    const auto verdict = text_at(probe, key::verdict);
    if (is_ok(verdict)) {
        return {};
    }
    const auto kind = verdict_kind_from(verdict);
    return fmt::format("       {}: {}\n", verdict, text_at(probe, key::detail)) +
           (kind ? fmt::format("       -> {}\n", advice.of(*kind)) : "");
}

std::string check_lines(const Json& check, const TextStyle& style) {
    const auto& last = check.at(key::last);
    const bool ok = check.at(key::ok).get<bool>();
    const auto& server = check.at(key::server);
    auto lines = fmt::format(
        "  {} {:<8} {}{}\n       {} {} of {} probes failed{}\n",
        ok ? paint("ok  ", Colour::green, style) : paint("FAIL", Colour::red, style), text_at(check, key::role),
        text_at(check, key::spec), server.is_null() ? "" : fmt::format("  (asks {})", server.get<std::string>()),
        sparkline(check.at(key::recent), style), check.at(key::failures).get<std::uint64_t>(),
        check.at(key::probes).get<std::uint64_t>(),
        last.is_null() ? ", none has ended yet" : fmt::format(", the last took {}", elapsed(last.at(key::rtt_us))));
    return last.is_null() ? lines : lines + failure_lines(last);
}

std::string transition_line(const Json& transition, const TextStyle& style) {
    const auto to = text_at(transition, key::to);
    const auto& from = transition.at(key::from);
    return fmt::format("{} {}{}: {}\n", text_at(transition, key::at),
                       from == to ? "" : from.get<std::string>() + " -> ", paint(to, colour_of(to), style),
                       text_at(transition, key::reason));
}

} // namespace

TextStyle style_of_stdout() {
    std::setlocale(LC_CTYPE, "");
    const char* no_colour = std::getenv("NO_COLOR");
    return {.colour = isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0'),
            .utf8 = std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
}

std::string status_text(const Json& status, const TextStyle& style) {
    const auto state = text_at(status, key::state);
    auto text = fmt::format("{} is {} for {}: {}\n", text_at(status, key::name), paint(state, colour_of(state), style),
                            age(status.at(key::since)), text_at(status, key::reason));
    text += fmt::format("since {}, anyward {}, pid {}\n", text_at(status, key::since), text_at(status, key::version),
                        status.at(key::pid).get<int>());
    if (const auto& until = status.at(key::hold_down_until); !until.is_null()) {
        text += fmt::format("held down until {}; 'anyward undrain' after 'anyward drain' ends that at once\n",
                            until.get<std::string>());
    }
    if (const auto& drain = status.at(key::drain); !drain.is_null()) {
        text += fmt::format("drained since {}{}: {}; 'anyward undrain' brings it back\n", text_at(drain, key::since),
                            drain.at(key::until).is_null() ? "" : " until " + text_at(drain, key::until),
                            text_at(drain, key::reason));
    }
    text += "\nservice addresses\n";
    for (const auto& address : status.at(key::addresses)) {
        text += address_line(address);
    }
    text += "\nchecks\n";
    for (const auto& check : status.at(key::checks)) {
        text += check_lines(check, style);
    }
    text += "\nlast changes\n";
    const auto& transitions = status.at(key::transitions);
    for (auto one = transitions.rbegin(); one != transitions.rend(); ++one) {
        text += "  " + transition_line(*one, style);
    }
    return text + (transitions.empty() ? "  none since the start\n" : "");
}

std::string event_text(const Json& event, const TextStyle& style) {
    const auto kind = text_at(event, key::event);
    if (kind == event_kind::status) {
        const auto& status = event.at(key::status);
        const auto state = text_at(status, key::state);
        return fmt::format("{} {}: {}\n", text_at(status, key::since), paint(state, colour_of(state), style),
                           text_at(status, key::reason));
    }
    if (kind == event_kind::transition) {
        return transition_line(event, style);
    }
    if (kind != event_kind::probe) {
        return {}; // of a newer daemon
    }
    const auto verdict = text_at(event, key::verdict);
    return fmt::format("{} {} {}: {}: {} ({})\n", text_at(event, key::at), text_at(event, key::role),
                       text_at(event, key::spec), paint(verdict, is_ok(verdict) ? Colour::green : Colour::red, style),
                       text_at(event, key::detail), elapsed(event.at(key::rtt_us)));
}

} // namespace anyward
