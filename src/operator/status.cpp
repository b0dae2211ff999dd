#include "anyward/operator/status.hpp"

#include "anyward/base/version.hpp"
#include "anyward/operator/status_keys.hpp"

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
    return {{key::address, address.address},     {key::interface, address.interface},
            {key::announced, address.announced}, {key::held, address.held},
            {key::settled, address.settled},     {key::metric, or_null(address.metric)},
            {key::lease_remaining_ms, lease},    {key::covered_by, or_null(address.covered_by)}};
}

Json to_json(const ProbeRecord::Brief& brief) {
    return {{key::verdict, to_string(brief.kind)}, {key::rtt_us, brief.rtt.count()}};
}

Json last_of(const ProbeRecord& record) {
    if (!record.last) {
        return {};
    }
    return {{key::verdict, to_string(record.last->kind)},
            {key::detail, record.last->detail},
            {key::rtt_us, record.last->rtt.count()},
            {key::at, format_time(record.at)}};
}

Json to_json(const Status::Check& check) {
    auto recent = Json::array();
    for (const auto& brief : check.record.recent) {
        recent.push_back(to_json(brief));
    }
    return {{key::spec, check.spec},
            {key::server, or_null(check.server)},
            {key::role, to_string(check.role)},
            {key::ok, check.ok},
            {key::consecutive, check.record.consecutive},
            {key::failures_in_window, check.failures_in_window},
            {key::last, last_of(check.record)},
            {key::probes, check.record.probes},
            {key::failures, check.record.failures},
            {key::recent, std::move(recent)}};
}

Json to_json(const Transition& transition) {
    return {{key::at, format_time(transition.at)},
            {key::from, to_string(transition.from)},
            {key::to, to_string(transition.to)},
            {key::reason, transition.reason}};
}

Json to_json(const Status::Drain& drain) {
    return {
        {key::since, format_time(drain.since)}, {key::until, time_or_null(drain.until)}, {key::reason, drain.reason}};
}

template <typename List> Json list_of(const List& list) {
    auto array = Json::array();
    for (const auto& one : list) {
        array.push_back(to_json(one));
    }
    return array;
}

Json to_json(const Status& status) {
    return {{key::name, status.name},
            {key::version, version},
            {key::pid, status.pid},
            {key::state, to_string(status.state)},
            {key::serving, status.serving},
            {key::since, format_time(status.since)},
            {key::reason, status.reason},
            {key::addresses, list_of(status.addresses)},
            {key::checks, list_of(status.checks)},
            {key::drain, status.drain ? to_json(*status.drain) : Json()},
            {key::hold_down_until, time_or_null(status.hold_down_until)},
            {key::transitions, list_of(status.transitions)}};
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
    return line({{key::event, event_kind::status}, {key::status, to_json(status)}});
}

std::string transition_event(const Transition& transition, bool serving) {
    Json event{{key::event, event_kind::transition}, {key::serving, serving}};
    event.update(to_json(transition));
    return line(event);
}

std::string probe_event(const std::string& spec, const std::optional<std::string>& server, Role role,
                        const ProbeRecord& record) {
    Json event{{key::event, event_kind::probe},
               {key::spec, spec},
               {key::server, or_null(server)},
               {key::role, to_string(role)}};
    event.update(last_of(record));
    return line(event);
}

} // namespace anyward
