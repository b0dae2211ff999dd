#pragma once

namespace anyward {

/// How soon a check is to be asked again.
enum class Pace {
    steady,  ///< --interval after its last probe
    fast,    ///< --fast-interval after its last probe: a failure or a recovery is being confirmed
    at_once, ///< now
};

} // namespace anyward
