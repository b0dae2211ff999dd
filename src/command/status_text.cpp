#include "anyward/command/status_text.hpp"

#include "anyward/base/time.hpp"

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
    return state == "up" ? Colour::green : state == "down" ? Colour::red : Colour::yellow;
}

/// What to look at first, by the verdict of a check that fails.
std::string_view advice(std::string_view verdict) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 13> all{{
        {"refused", "nothing listens there: does the nameserver run, and on this address?"},
        {"timeout", "it listens, or did, and does not answer: look at its load, its log, and at what it asks upstream"},
        {"unreachable", "the question could not be sent: look at lo, at 'ip rule' and at packet filters"},
        {"malformed", "is that a nameserver that answers there?"},
        {"mismatch", "an answer to another question: is something between this host and the server?"},
        {"truncated", "it does not answer over TCP"},
        {"rcode", "ask it with dig, and look at its log"},
        {"answer", "ask it with dig: the zone's contents are other than the check wants"},
        {"signature", "sign the zone anew, and look at the signer"},
        {"stale", "the transfer from the primary does not come through: look at both logs"},
        {"slow", "look at its load, and at what it asks upstream"},
        {"exec", "run the program by hand, as the daemon's user"},
        {"settle", "the nameserver does not listen on the service address (BIND: rndc scan; Unbound: interface:)"},
    }};
    const auto found = std::ranges::find(all, verdict, &std::pair<std::string_view, std::string_view>::first);
    return found == all.end() ? "" : found->second;
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
        if (probe.at("verdict") != "ok") {
            line += paint("x", Colour::red, style);
            continue;
        }
        const double height =
            levels_per_decade * std::log10(std::max(probe.at("rtt_us").get<double>(), 1.0) / lowest_us);
        const auto level = static_cast<std::size_t>(std::clamp(height, 0.0, 7.0));
        line += style.utf8 ? blocks.at(level) : ascii.at(level);
    }
    return line;
}

std::string address_line(const Json& address) {
    std::string facts = address.at("announced").get<bool>() ? "announced" : "withdrawn";
    if (address.at("announced").get<bool>()) {
        facts += address.at("settled").get<bool>() ? ", answers" : ", has not answered yet";
        if (const auto& metric = address.at("metric"); metric != 0) {
            facts += fmt::format(", metric {}", metric.get<std::uint32_t>());
        }
        const auto& lease = address.at("lease_remaining_ms");
        facts += lease.is_null() ? ", for ever" : fmt::format(", lease {:.1f} s", lease.get<double>() / 1000);
    } else {
        const auto& by = address.at("covered_by");
        facts += by.is_null() ? ", and nobody else's route is seen"
                              : fmt::format(", served by way of {}", by.get<std::string>());
    }
    facts += address.at("held").get<bool>() ? ", held" : "";
    return fmt::format("  {} on {}: {}\n", address.at("address").get<std::string>(),
                       address.at("interface").get<std::string>(), facts);
}

std::string check_lines(const Json& check, const TextStyle& style) {
    const auto& last = check.at("last");
    const bool ok = check.at("ok").get<bool>();
    const auto& server = check.at("server");
    auto lines = fmt::format("  {} {:<8} {}{}\n       {} {} of {} probes failed{}\n",
                             ok ? paint("ok  ", Colour::green, style) : paint("FAIL", Colour::red, style),
                             check.at("role").get<std::string>(), check.at("spec").get<std::string>(),
                             server.is_null() ? "" : fmt::format("  (asks {})", server.get<std::string>()),
                             sparkline(check.at("recent"), style), check.at("failures").get<std::uint64_t>(),
                             check.at("probes").get<std::uint64_t>(),
                             last.is_null() ? ", none has ended yet"
                                            : fmt::format(", the last took {}", elapsed(last.at("rtt_us"))));
    if (!last.is_null() && last.at("verdict") != "ok") {
        const auto verdict = last.at("verdict").get<std::string>();
        lines += fmt::format("       {}: {}\n       -> {}\n", verdict, last.at("detail").get<std::string>(),
                             advice(verdict));
    }
    return lines;
}

std::string transition_line(const Json& transition, const TextStyle& style) {
    const auto to = transition.at("to").get<std::string>();
    const auto& from = transition.at("from");
    return fmt::format("{} {}{}: {}\n", transition.at("at").get<std::string>(),
                       from == to ? "" : from.get<std::string>() + " -> ", paint(to, colour_of(to), style),
                       transition.at("reason").get<std::string>());
}

} // namespace

TextStyle style_of_stdout() {
    std::setlocale(LC_CTYPE, "");
    const char* no_colour = std::getenv("NO_COLOR");
    return {.colour = isatty(STDOUT_FILENO) == 1 && (no_colour == nullptr || *no_colour == '\0'),
            .utf8 = std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0};
}

std::string status_text(const Json& status, const TextStyle& style) {
    const auto state = status.at("state").get<std::string>();
    auto text = fmt::format("{} is {} for {}: {}\n", status.at("name").get<std::string>(),
                            paint(state, colour_of(state), style), age(status.at("since")),
                            status.at("reason").get<std::string>());
    text += fmt::format("since {}, anyward {}, pid {}\n", status.at("since").get<std::string>(),
                        status.at("version").get<std::string>(), status.at("pid").get<int>());
    if (const auto& until = status.at("hold_down_until"); !until.is_null()) {
        text += fmt::format("held down until {}; 'anyward undrain' after 'anyward drain' ends that at once\n",
                            until.get<std::string>());
    }
    if (const auto& drain = status.at("drain"); !drain.is_null()) {
        text += fmt::format("drained since {}{}: {}; 'anyward undrain' brings it back\n",
                            drain.at("since").get<std::string>(),
                            drain.at("until").is_null() ? "" : " until " + drain.at("until").get<std::string>(),
                            drain.at("reason").get<std::string>());
    }
    text += "\nservice addresses\n";
    for (const auto& address : status.at("addresses")) {
        text += address_line(address);
    }
    text += "\nchecks\n";
    for (const auto& check : status.at("checks")) {
        text += check_lines(check, style);
    }
    text += "\nlast changes\n";
    const auto& transitions = status.at("transitions");
    for (auto one = transitions.rbegin(); one != transitions.rend(); ++one) {
        text += "  " + transition_line(*one, style);
    }
    return text + (transitions.empty() ? "  none since the start\n" : "");
}

std::string event_text(const Json& event, const TextStyle& style) {
    const auto kind = event.at("event").get<std::string>();
    if (kind == "status") {
        const auto& status = event.at("status");
        const auto state = status.at("state").get<std::string>();
        return fmt::format("{} {}: {}\n", status.at("since").get<std::string>(), paint(state, colour_of(state), style),
                           status.at("reason").get<std::string>());
    }
    if (kind == "transition") {
        return transition_line(event, style);
    }
    const auto verdict = event.at("verdict").get<std::string>();
    return fmt::format("{} {} {}: {}: {} ({})\n", event.at("at").get<std::string>(),
                       event.at("role").get<std::string>(), event.at("spec").get<std::string>(),
                       paint(verdict, verdict == "ok" ? Colour::green : Colour::red, style),
                       event.at("detail").get<std::string>(), elapsed(event.at("rtt_us")));
}

} // namespace anyward
