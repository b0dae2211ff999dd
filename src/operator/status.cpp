#include "anyward/operator/status.hpp"

#include "anyward/base/version.hpp"

#include <nlohmann/json.hpp>
#include <string_view>

namespace anyward {

namespace {

using Json = nlohmann::ordered_json;

template <typename T> Json or_null(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

Json time_or_null(const std::optional<WallTime>& time) {
    return time ? Json(format_time(*time)) : Json();
}

Json to_json(const Status::Address& address) {
    const auto lease = address.lease_remaining
                           ? Json(std::chrono::floor<std::chrono::milliseconds>(*address.lease_remaining).count())
                           : Json();
    return {{"address", address.address},     {"interface", address.interface},
            {"announced", address.announced}, {"held", address.held},
            {"settled", address.settled},     {"metric", or_null(address.metric)},
            {"lease_remaining_ms", lease},    {"covered_by", or_null(address.covered_by)}};
}

Json to_json(const ProbeRecord::Brief& brief) {
    return {{"verdict", to_string(brief.kind)}, {"rtt_us", brief.rtt.count()}};
}

Json last_of(const ProbeRecord& record) {
    if (!record.last) {
        return {};
    }
    return {{"verdict", to_string(record.last->kind)},
            {"detail", record.last->detail},
            {"rtt_us", record.last->rtt.count()},
            {"at", format_time(record.at)}};
}

Json to_json(const Status::Check& check) {
    auto recent = Json::array();
    for (const auto& brief : check.record.recent) {
        recent.push_back(to_json(brief));
    }
    return {{"spec", check.spec},
            {"server", or_null(check.server)},
            {"role", to_string(check.role)},
            {"ok", check.ok},
            {"consecutive", check.record.consecutive},
            {"failures_in_window", check.failures_in_window},
            {"last", last_of(check.record)},
            {"probes", check.record.probes},
            {"failures", check.record.failures},
            {"recent", std::move(recent)}};
}

Json to_json(const Transition& transition) {
    return {{"at", format_time(transition.at)},
            {"from", to_string(transition.from)},
            {"to", to_string(transition.to)},
            {"reason", transition.reason}};
}

Json to_json(const Status::Drain& drain) {
    return {{"since", format_time(drain.since)}, {"until", time_or_null(drain.until)}, {"reason", drain.reason}};
}

template <typename List> Json list_of(const List& list) {
    auto array = Json::array();
    for (const auto& one : list) {
        array.push_back(to_json(one));
    }
    return array;
}

Json to_json(const Status& status) {
    return {{"name", status.name},
            {"version", version},
            {"pid", status.pid},
            {"state", to_string(status.state)},
            {"serving", status.serving},
            {"since", format_time(status.since)},
            {"reason", status.reason},
            {"addresses", list_of(status.addresses)},
            {"checks", list_of(status.checks)},
            {"drain", status.drain ? to_json(*status.drain) : Json()},
            {"hold_down_until", time_or_null(status.hold_down_until)},
            {"transitions", list_of(status.transitions)}};
}

/// Details quote what came over the network: what is no UTF-8 is replaced.
std::string line(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string status_json(const Status& status) {
    return line(to_json(status));
}

std::string status_event(const Status& status) {
    return line({{"event", "status"}, {"status", to_json(status)}});
}

std::string transition_event(const Transition& transition, bool serving) {
    Json event{{"event", "transition"}, {"serving", serving}};
    event.update(to_json(transition));
    return line(event);
}

std::string probe_event(const std::string& spec, const std::optional<std::string>& server, Role role,
                        const ProbeRecord& record) {
    Json event{{"event", "probe"}, {"spec", spec}, {"server", or_null(server)}, {"role", to_string(role)}};
    event.update(last_of(record));
    return line(event);
}

} // namespace anyward
