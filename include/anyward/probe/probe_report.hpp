#pragma once

#include "anyward/base/ip.hpp"
#include "anyward/check/role.hpp"
#include "anyward/probe/probe_record.hpp"

#include <optional>
#include <string>

namespace anyward {

/// A check asked of a server as it stands now, for those who tell of it. Its references are good for as long as the
/// prober is there.
struct ProbeReport {
    const std::string& name; ///< how logs name it
    const std::string& spec; ///< of the check
    Role role;
    std::optional<Endpoint> asked; ///< whom it asks now; none: a program
    std::optional<Endpoint> about; ///< the service address or other server that it judges; none: a program
    const ProbeRecord& record;
};

} // namespace anyward
