#include "anyward/health/decision.hpp"

#include "anyward/base/enum_names.hpp"

namespace anyward {

namespace {

constexpr auto names = enum_names<State>({{State::down, "down"},
                                          {State::up, "up"},
                                          {State::degraded, "degraded"},
                                          {State::draining, "draining"},
                                          {State::drained, "drained"}});

} // namespace

std::string_view to_string(State state) {
    return names.of(state);
}

} // namespace anyward
