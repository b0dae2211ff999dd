#pragma once

#include <stdexcept>

namespace anyward {

/// What the operator wrote cannot be meant: one line that says what is wrong and what would be right.
struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace anyward
