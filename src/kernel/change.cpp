#include "anyward/kernel/change.hpp"

#include "anyward/base/time.hpp"
#include "anyward/kernel/interface_name.hpp"

#include <fmt/format.h>

namespace anyward {

std::string describe(const Change& change) {
    struct Describe {
        std::string operator()(const AddAddress& c) const {
            return fmt::format("add {} to {}", c.address.host_prefix(), interface_name(c.interface_index));
        }
        std::string operator()(const RenewAddress& c) const {
            return fmt::format("give {} on {} {}", c.address.host_prefix(), interface_name(c.interface_index),
                               c.valid == for_ever ? "no end" : fmt::format("a lease of {}", format_duration(c.valid)));
        }
        std::string operator()(const DeleteAddress& c) const {
            return fmt::format("delete {} from {}", c.address.host_prefix(), interface_name(c.interface_index));
        }
        std::string operator()(const DeletePrefixRoute& c) const {
            return fmt::format("delete the prefix route of {}", c.address.host_prefix());
        }
        std::string operator()(const AddHold& c) const {
            return fmt::format("add the hold route for {}", c.address.host_prefix());
        }
        std::string operator()(const DeleteHold& c) const {
            return fmt::format("delete the hold route for {}", c.address.host_prefix());
        }
    };
    return std::visit(Describe{}, change);
}

} // namespace anyward
