#include "anyward/health/history.hpp"

#include "describe.hpp"

using namespace anyward;
using namespace std::chrono_literals;

TEST_CASE("history: the latest transitions, and how many of all led to a state") {
    const WallTime then{};
    History history;
    CHECK(history.counts().empty());
    for (int i = 0; i < 30; ++i) {
        history.add({then + i * 1s, State::up, State::down, std::to_string(i)});
    }
    history.add({then + 30s, State::down, State::up, "30"});
    CHECK(history.transitions().size() == History::most);
    CHECK(history.transitions().front().reason == "11");
    CHECK(history.transitions().back().reason == "30");
    CHECK(history.counts().at(State::down) == 30);
    CHECK(history.counts().at(State::up) == 1);
}
