#pragma once

#include "anyward/base/event_loop.hpp"
#include "anyward/check/check.hpp"
#include "anyward/check/pace.hpp"
#include "anyward/probe/inquiry.hpp"
#include "anyward/probe/server_choice.hpp"

#include <cstddef>
#include <functional>
#include <list>

namespace anyward {

/// Asks one check of one server over and over. An inquiry without an answer does not hold up the next, except that of a
/// program there is one at a time.
class CheckRunner {
public:
    struct Timing {
        Duration interval;      ///< from one asking to the next, at a steady pace
        Duration fast_interval; ///< the same at a fast pace; at most the interval
        Duration timeout;       ///< from the sending of a question to its deadline
        /// Ask again at the fast interval while an inquiry takes much longer than usual, without waiting for its
        /// deadline: a server that hangs is noticed as soon as --fall probes have run out.
        bool confirms_early = false;
    };
    /// Gets each verdict on the check, from the event loop; must not destroy the runner. @return how soon to ask again;
    /// not looked at where the call led to start(), stop() or another server to ask: that has settled it
    using OnVerdict = std::function<Pace(const Verdict&)>;

    /// Nothing is asked before start(). @param check must outlive the runner
    CheckRunner(EventLoop& loop, const Check& check, ServerChoice server, const Timing& timing, OnVerdict on_verdict);

    /// Asks now, and from then on at the given pace.
    void start(Pace pace);
    /// Forgets the inquiries under way, too.
    void stop();
    /// A change of whom to ask forgets the inquiries under way and asks at once.
    void set_presence(const Presence& presence);
    /// Asks at once, and again after 1, 5 and 20 ms until there is an answer: a server that dies may close its TCP
    /// sockets before its UDP ones, and what comes in between is lost.
    void confirm();
    /// As ServerChoice has it, for the verdicts that come from now on.
    void set_loopback_counts(bool counts) { server_.set_loopback_counts(counts); }
    [[nodiscard]] const ServerChoice& server() const { return server_; }

private:
    using Position = std::list<Inquiry>::iterator;

    void set_pace(Pace pace);
    [[nodiscard]] Duration wait_for_answer() const;
    void ask_at(Time when);
    void on_due();
    void on_confirmation_due();
    void start_inquiry();
    void on_verdict(Position position, const Verdict& verdict);

    EventLoop& loop_;
    const Check& check_;
    ServerChoice server_;
    Timing timing_;
    OnVerdict on_verdict_;
    Pace pace_ = Pace::steady;
    bool rescheduled_ = false; ///< by start(), stop() or another server, since a verdict was handed over
    std::list<Inquiry> under_way_;
    Duration usual_rtt_{}; ///< of good answers, smoothed as TCP does (RFC 6298); 0 before the first
    EventLoop::Source asking_;
    Time due_{};                         ///< what asking_ is armed for
    Time last_asked_{};                  ///< by asking_: when it was due or, where the loop was very late, when it came
    Time confirming_since_{};            ///< the last call of confirm()
    std::size_t confirmations_done_ = 0; ///< how many of the times that come after it have passed
    EventLoop::Source confirming_;       ///< asks at the next of them; not armed once there is an answer
};

} // namespace anyward
