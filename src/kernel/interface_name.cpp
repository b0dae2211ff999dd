#include "anyward/kernel/interface_name.hpp"

#include <array>
#include <fmt/format.h>
#include <net/if.h>

namespace anyward {

std::string interface_name(unsigned index) {
    std::array<char, IF_NAMESIZE> name{};
    // if_indextoname(3) opens a socket.
    return if_indextoname(index, name.data()) == nullptr ? fmt::format("interface {}", index) : name.data();
}

} // namespace anyward
