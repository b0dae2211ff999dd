#include "anyward/doctor/kernel.hpp"

#include "doctor.hpp"

#include <linux/if_addr.h>

using namespace anyward;
using namespace anyward::doctor;

namespace {

const auto service = *IpAddress::parse("169.254.0.1");

InterfaceAddress on_lo() {
    return {.address = service,
            .prefix_length = 32,
            .interface_index = 1,
            .has_peer = false,
            .label = "lo:1",
            .scope = 0,
            .metric = 0,
            .flags = IFA_F_PERMANENT,
            .valid = for_ever};
}

KernelState kernel_with(const std::vector<InterfaceAddress>& addresses) {
    return {.may_change = true, .daemon_is_running = false, .interface_index = 1, .addresses = addresses, .holds = {}};
}

} // namespace

TEST_CASE("privileges") {
    auto state = kernel_with({});
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}), state)) == Ids{});
    state.may_change = false;
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}), state)) == Ids{"capability-missing"});
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}, {"--dry-run"}), state)) == Ids{});
    state.daemon_is_running = true;
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}), state)) == Ids{});
}

TEST_CASE("addresses: as anyward makes it, elsewhere, in another form") {
    const auto settings = serving({"169.254.0.1"});
    const auto found = [&](const InterfaceAddress& address) {
        return ids(examine_addresses(settings, kernel_with({address})));
    };
    CHECK(found(on_lo()) == Ids{});
    CHECK(announced(settings, kernel_with({on_lo()})).contains(service));
    auto address = on_lo();
    address.interface_index = 2;
    CHECK(found(address) == Ids{"address-elsewhere"});
    CHECK(announced(settings, kernel_with({address})).empty());
    address = on_lo();
    address.prefix_length = 24;
    CHECK(found(address) == Ids{"address-elsewhere"});
    address = on_lo();
    address.has_peer = true;
    CHECK(found(address) == Ids{"address-elsewhere"});
    address = on_lo();
    address.flags |= IFA_F_NOPREFIXROUTE;
    CHECK(found(address) == Ids{"address-noprefixroute"});
    address = on_lo();
    address.address = *IpAddress::parse("169.254.0.2");
    address.interface_index = 2;
    CHECK(found(address) == Ids{});
}
