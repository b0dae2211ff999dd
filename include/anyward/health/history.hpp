#pragma once

#include "anyward/base/time.hpp"
#include "anyward/health/decision.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>

namespace anyward {

/// The policy's state became another one; or only its reason did, with `from` and `to` the same.
struct Transition {
    WallTime at;
    State from;
    State to;
    std::string reason; ///< as Decision::reason
};

/// When the daemon started, and the latest transitions, the last one at the end.
class History {
public:
    static constexpr std::size_t most = 20; ///< that are kept

    void add(Transition transition) {
        ++counts_[transition.to];
        transitions_.push_back(std::move(transition));
        if (transitions_.size() > most) {
            transitions_.pop_front();
        }
    }
    [[nodiscard]] WallTime started() const { return started_; }
    /// What it is since the latest transition; down before the first.
    [[nodiscard]] State state() const { return transitions_.empty() ? State::down : transitions_.back().to; }
    [[nodiscard]] WallTime since() const { return transitions_.empty() ? started_ : transitions_.back().at; }
    [[nodiscard]] const std::deque<Transition>& transitions() const { return transitions_; }
    /// Of all there were, how many led to each state.
    [[nodiscard]] const std::map<State, std::uint64_t>& counts() const { return counts_; }

private:
    WallTime started_ = std::chrono::system_clock::now();
    std::map<State, std::uint64_t> counts_;
    std::deque<Transition> transitions_;
};

} // namespace anyward
