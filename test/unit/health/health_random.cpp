// Random inputs against a second, plain reading of the rules: it keeps every verdict that counts and looks back.

#include "anyward/health/health.hpp"

#include "service.hpp"

#include <algorithm>
#include <random>

using namespace anyward;

namespace {

/// One check's verdicts as the rules see them.
class History {
public:
    History(const HealthRules& rules, bool adopted) : rules_(rules), standing_(adopted) {}

    void pass() {
        proven_ = true;
        verdicts_.push_back(VerdictKind::ok);
        if (!standing_ && in_a_row(VerdictKind::ok) >= rules_.rise) {
            standing_ = true;
            verdicts_.clear(); // what was before a rise does not count after it
        }
    }
    void fail(VerdictKind kind) {
        verdicts_.push_back(kind);
        const auto recent = std::min<std::size_t>(verdicts_.size(), rules_.window);
        const auto failures = std::count_if(verdicts_.end() - static_cast<std::ptrdiff_t>(recent), verdicts_.end(),
                                            [](VerdictKind one) { return one != VerdictKind::ok; });
        const auto enough = proven_ ? rules_.fall : std::min(rules_.fall, 2U);
        if (static_cast<unsigned>(failures) >= enough || in_a_row(VerdictKind::refused) >= 2) {
            standing_ = false;
        }
    }
    /// The service address did not settle.
    void forfeit() {
        standing_ = false;
        verdicts_.push_back(VerdictKind::settle);
    }
    void lose_adoption() { standing_ = standing_ && proven_; }

    [[nodiscard]] bool standing() const { return standing_; }
    [[nodiscard]] bool proven() const { return proven_; }

private:
    [[nodiscard]] unsigned in_a_row(VerdictKind kind) const {
        const auto end = std::find_if(verdicts_.rbegin(), verdicts_.rend(), [&](auto one) { return one != kind; });
        return static_cast<unsigned>(end - verdicts_.rbegin());
    }

    const HealthRules& rules_;
    bool standing_;
    bool proven_ = false;
    std::vector<VerdictKind> verdicts_;
};

HealthRules random_rules(std::mt19937& random) {
    auto rules = default_rules(1 + random() % 3);
    for (auto& check : rules.checks) {
        check.asks_service_address = random() % 3 != 0;
    }
    rules.rise = 1 + static_cast<unsigned>(random() % 4);
    rules.window = 1 + static_cast<unsigned>(random() % 6);
    rules.fall = 1 + static_cast<unsigned>(random() % rules.window);
    rules.hold_down = random() % 2 == 0 ? 0s : 400ms;
    rules.hold_down_max = 1500ms;
    rules.flap_window = 5s;
    const bool somebody_asks = std::ranges::any_of(rules.checks, &HealthRules::Check::asks_service_address);
    rules.addresses.assign(somebody_asks ? 1 + random() % 3 : 0, "192.0.2.53#53");
    return rules;
}

class Walk {
public:
    explicit Walk(unsigned seed)
        : random_(seed), rules_(random_rules(random_)), service_(rules_), adopted_(seed % 2 == 0),
          histories_(rules_.checks.size(), History(rules_, adopted_)) {
        if (adopted_) {
            service_.hear(Adopted{});
            was_up_ = true;
        }
    }

    void step() {
        service_.now += std::chrono::milliseconds(random_() % 300);
        may_rise_ = false;
        switch (random_() % 20) {
        case 0:
            service_.hear(Announced{});
            break;
        case 1:
            address_gone();
            break;
        case 2:
            toggle_interface();
            break;
        case 3:
        case 4:
            service_.settle(random_() % std::max<std::size_t>(rules_.addresses.size(), 1), random_kind());
            break;
        case 5:
        case 6:
            tick();
            break;
        case 7:
            toggle_drain();
            break;
        default:
            verdict();
        }
        check_invariants();
    }

    [[nodiscard]] unsigned times_up() const { return times_up_; }

private:
    VerdictKind random_kind() {
        // In spells, so that checks rise and fall in turn.
        const bool good_spell = service_.now.time_since_epoch() / 3s % 2 == 0;
        if (random_() % 10 < (good_spell ? 9U : 3U)) {
            return VerdictKind::ok;
        }
        return random_() % 2 == 0 ? VerdictKind::refused : VerdictKind::timeout;
    }

    void verdict() {
        const auto check = random_() % rules_.checks.size();
        const auto kind = random_kind();
        if (kind == VerdictKind::ok) {
            histories_[check].pass();
        } else if (service_.health.unsettled().empty() || !rules_.checks[check].asks_service_address) {
            histories_[check].fail(kind);
        }
        service_.hear(CheckVerdict{check, kind, "why"});
        may_rise_ = kind == VerdictKind::ok;
    }

    void tick() {
        const auto until = service_.decision().wake_at;
        if (!service_.health.unsettled().empty() && service_.now >= *until) {
            for (std::size_t i = 0; i < histories_.size(); ++i) {
                if (rules_.checks[i].asks_service_address) {
                    histories_[i].forfeit();
                }
            }
        }
        service_.hear(Tick{});
        may_rise_ = true;
    }

    void address_gone() {
        if (service_.state() == State::up) {
            std::ranges::for_each(histories_, &History::lose_adoption);
        }
        service_.hear(AddressGone{});
    }

    void toggle_interface() {
        present_ = !present_;
        if (!present_) {
            std::ranges::for_each(histories_, &History::lose_adoption);
        }
        service_.hear(present_ ? HealthInput(InterfaceBack{}) : HealthInput(InterfaceGone{"dummy0"}));
        may_rise_ = present_;
    }

    void toggle_drain() {
        if (random_() % 20 != 0 && !drained_) {
            return; // seldom; over soon
        }
        drained_ = !drained_;
        service_.hear(drained_ ? HealthInput(Drain{}) : HealthInput(Undrain{}));
        if (!drained_) { // nothing of before counts for the hold-down
            withdrawals_.clear();
            may_return_ = {};
            may_rise_ = true;
        }
        was_up_ = was_up_ && !drained_; // which is no withdrawal that counts
    }

    /// The way back after a withdrawal: doubled by each further one within the flap window.
    void note_withdrawal() {
        withdrawals_.push_back(service_.now);
        auto hold_down = rules_.hold_down;
        const auto recent = std::ranges::count_if(
            withdrawals_, [this](Time when) { return service_.now - when <= rules_.flap_window; });
        for (auto i = recent; i > 1 && hold_down < rules_.hold_down_max; --i) {
            hold_down *= 2;
        }
        may_return_ = service_.now + std::min(hold_down, rules_.hold_down_max);
    }

    void check_invariants() {
        const auto& decision = service_.decision();
        if (drained_) {
            CHECK((decision.state == State::draining || decision.state == State::drained));
            CHECK(decision.wanted == Wanted::withdrawn);
            CHECK(decision.wake_at.has_value() == (decision.state == State::draining));
            return;
        }
        const bool up = decision.state == State::up;
        if (was_up_ && !up && std::ranges::all_of(histories_, &History::proven)) {
            note_withdrawal();
        }
        if (!was_up_ && up) {
            CHECK(service_.now >= may_return_);
        }
        was_up_ = up;
        const bool all_standing = std::ranges::all_of(histories_, &History::standing);
        const bool all_proven = std::ranges::all_of(histories_, &History::proven);
        if (decision.state == State::down) {
            CHECK(decision.wanted == Wanted::withdrawn);
            CHECK_FALSE((may_rise_ && present_ && all_standing && service_.now >= may_return_));
        } else {
            ++times_up_;
            CHECK(present_);
            CHECK(all_standing);
            CHECK(decision.wanted == (all_proven ? Wanted::announced : Wanted::as_found));
        }
        const bool held_down = decision.cause == Cause::held_down;
        CHECK(decision.wake_at.has_value() == (held_down || !service_.health.unsettled().empty()));
        CHECK_FALSE((up && held_down));
        if (held_down) {
            CHECK(all_standing);
            CHECK(decision.wake_at == may_return_);
        }
        CHECK_FALSE(decision.reason.empty());
    }

    std::mt19937 random_;
    HealthRules rules_;
    Service service_;
    bool adopted_;
    std::vector<History> histories_;
    std::vector<Time> withdrawals_{};
    Time may_return_{};
    bool was_up_ = false;
    bool present_ = true;
    bool drained_ = false;
    bool may_rise_ = false; ///< the last input was one that brings a service up where nothing stands against it
    unsigned times_up_ = 0;
};

} // namespace

TEST_CASE("health, random: up only while every check stands, announced only when proven, awake only to settle") {
    constexpr unsigned steps = 400;
    unsigned times_up = 0;
    for (unsigned seed = 1; seed <= 100; ++seed) {
        CAPTURE(seed);
        Walk walk(seed);
        for (unsigned i = 0; i < steps; ++i) {
            CAPTURE(i);
            walk.step();
        }
        times_up += walk.times_up();
    }
    // A walk that is never up, or never down, would show nothing.
    CHECK(times_up > 100 * steps / 6);
    CHECK(times_up < 100 * steps * 4 / 5);
}
