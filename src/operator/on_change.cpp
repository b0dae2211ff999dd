#include "anyward/operator/on_change.hpp"

#include <utility>

namespace anyward {

namespace {

constexpr std::size_t most_waiting = 16;

} // namespace

OnChange::OnChange(EventLoop& loop, const Log& log, Program program, Duration longest_run)
    : loop_(loop), log_(log), program_(std::move(program)), longest_run_(longest_run) {}

void OnChange::run(std::vector<std::string> environment) {
    if (waiting_.size() > most_waiting) {
        log_.warning("--on-change: too slow for the changes; one of them is left out");
        waiting_.erase(waiting_.begin() + 1); // the oldest that does not run yet
    }
    waiting_.push_back(std::move(environment));
    if (!running_) {
        start_next();
    }
}

void OnChange::start_next() {
    running_.reset();
    if (!waiting_.empty()) {
        running_ = std::make_unique<CommandProbe>(
            loop_, program_, longest_run_, [this](const Verdict& verdict) { on_end(verdict); }, waiting_.front());
    }
}

void OnChange::on_end(const Verdict& verdict) {
    if (verdict.kind == VerdictKind::ok) {
        log_.debug("--on-change: {}", verdict.detail);
    } else {
        log_.warning("--on-change: {}: {}", program_.arguments.front(), verdict.detail);
    }
    if (running_->ended()) {
        waiting_.pop_front();
        start_next();
    }
}

} // namespace anyward
