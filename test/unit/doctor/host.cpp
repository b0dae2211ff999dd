// The sources that are no routing daemon and no nameserver, and the report.

#include "anyward/doctor/kernel.hpp"
#include "anyward/doctor/kinds.hpp"
#include "anyward/doctor/managers.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/doctor/report.hpp"
#include "anyward/doctor/resolver.hpp"
#include "anyward/doctor/tcp.hpp"
#include "anyward/doctor/text.hpp"

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
    return {.may_change = true, .daemon_is_here = false, .interface_index = 1, .addresses = addresses, .holds = {}};
}

Ids of_interfaces(const std::string& text) {
    return ids(examine_ifupdown(serving({"169.254.0.1"}), {{"/etc/network/interfaces", text}}));
}

Ids of_networkd(const std::string& text) {
    return ids(examine_networkd(serving({"169.254.0.1", "2001:db8::53"}), {{"/etc/systemd/network/lo.network", text}}));
}

Ids of_networkmanager(const std::string& text) {
    return ids(examine_networkmanager(serving({"169.254.0.1"}), {{"lo.nmconnection", text}}));
}

Ids of_resolver(const std::string& text, const Words& more = {}) {
    return ids(examine_resolver(serving({"169.254.0.1"}, more), {{"/etc/resolv.conf", text}}));
}

} // namespace

TEST_CASE("privileges") {
    auto state = kernel_with({});
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}), state)) == Ids{});
    state.may_change = false;
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}), state)) == Ids{"capability-missing"});
    CHECK(ids(examine_privileges(serving({"169.254.0.1"}, {"--dry-run"}), state)) == Ids{});
    state.daemon_is_here = true;
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

TEST_CASE("ifupdown: stanzas that have the address") {
    CHECK(of_interfaces("auto lo:1\niface lo:1 inet static\n address 169.254.0.1/32\n") == Ids{"ifupdown-address"});
    CHECK(of_interfaces("iface lo:1 inet static\n\taddress 169.254.0.1\n\tnetmask 255.255.255.255\n") ==
          Ids{"ifupdown-address"});
    CHECK(of_interfaces("auto lo\niface lo inet loopback\n  up ip addr add 169.254.0.1/32 dev lo\n") ==
          Ids{"ifupdown-address"});
    CHECK(of_interfaces("auto lo\niface lo inet loopback\n  down ip addr del 169.254.0.1/32 dev lo\n") == Ids{});
    CHECK(of_interfaces("iface lo:1 inet static\n address 169.254.0.10/32\n# address 169.254.0.1\n") == Ids{});
    // anyward's own hook is told of it.
    CHECK(of_interfaces("iface lo:1 inet manual\n anyward-address 169.254.0.1/32\n") == Ids{});
    CHECK(of_interfaces("iface lo:1 inet static\n address 169.254.0.1/32\n anyward-check yetiops.net A\n"
                        "iface lo:2 inet static\n address 169.254.0.1/32\n") == Ids{"ifupdown-address"});
    CHECK(of_interfaces("address 169.254.0.1\nauto\niface\n") == Ids{});
    CHECK(of_interfaces("") == Ids{});
}

TEST_CASE("systemd-networkd: Address=") {
    CHECK(of_networkd("[Match]\nName=lo\n[Network]\nAddress=169.254.0.1/32\n") == Ids{"networkd-address"});
    CHECK(of_networkd("[Match]\nName=lo\n[Address]\nAddress = 2001:db8::53/128\n") == Ids{"networkd-address"});
    CHECK(of_networkd("[Match]\nName=lo\n[Network]\nAddress=169.254.0.10/32\n#Address=169.254.0.1/32\n") == Ids{});
}

TEST_CASE("NetworkManager: address1=") {
    CHECK(of_networkmanager("[ipv4]\naddress1=169.254.0.1/32\nmethod=manual\n") == Ids{"networkmanager-address"});
    CHECK(of_networkmanager("[ipv4]\naddress2=169.254.0.1/32,10.0.0.1\n") == Ids{"networkmanager-address"});
    CHECK(of_networkmanager("[ipv4]\naddress1=10.0.0.2/24,169.254.0.1\n") == Ids{}); // a gateway
    CHECK(of_networkmanager("[ipv4]\nmethod=auto\n") == Ids{});
}

TEST_CASE("the host's resolver") {
    CHECK(of_resolver("nameserver 169.254.0.1\n") == Ids{"resolver-on-service"});
    CHECK(of_resolver("nameserver 169.254.0.1\n", {"--hold", "never"}) == Ids{});
    CHECK(of_resolver("nameserver 169.254.0.1\nnameserver 192.0.2.1\n") == Ids{});
    CHECK(of_resolver("nameserver 192.0.2.1\n# nameserver 169.254.0.1\n") == Ids{});
    CHECK(of_resolver("") == Ids{});
}

TEST_CASE("TCP") {
    const Verdict ok{VerdictKind::ok, "fine"};
    const Verdict refused{VerdictKind::refused, "nothing listens"};
    CHECK(ids(examine_tcp({{"localhost A", ok, ok}})) == Ids{});
    CHECK(ids(examine_tcp({{"localhost A", ok, refused}})) == Ids{"server-without-tcp"});
    CHECK(ids(examine_tcp({{"localhost A", refused, refused}, {"localhost A", ok, ok}})) == Ids{});
    CHECK_THROWS_AS(examine_tcp({{"localhost A", refused, ok}}), NotLookedAt);
}

TEST_CASE("report: errors first, then warnings, what is well, and what was not looked at") {
    const Finding warning{kind::lease_off, "a lease", "mend it"};
    const Finding error{kind::nothing_to_ask, "a \"server\"", "mend that"};
    const std::vector<Source> sources{{"one", {warning}}, {"two", {error}}, {"three", {}}, {"four", {}, "not here"}};
    CHECK(exit_status(sources) == 2);
    CHECK(exit_status({sources[0], sources[3]}) == 1);
    CHECK(exit_status({sources[2], sources[3]}) == 0);
    CHECK(to_text(sources) == "ERROR    nothing-to-ask: a \"server\"\n         mend: mend that\n"
                              "WARNING  lease-off: a lease\n         mend: mend it\n"
                              "OK       three\n"
                              "-        four: not looked at: not here\n");
    CHECK(to_json({{"one", {error}}, {"four", {}, "not \xff here"}}) ==
          "{\n  \"findings\": [\n    {\n      \"id\": \"nothing-to-ask\",\n      \"severity\": \"error\",\n      "
          "\"summary\": \"a \\\"server\\\"\",\n      \"mend\": \"mend that\"\n    }\n  ],\n  \"looked_at\": [\n    "
          "\"one\"\n  ],\n  \"not_looked_at\": [\n    {\n      \"source\": \"four\",\n      \"reason\": \"not "
          "\xef\xbf\xbd here\"\n    }\n  ]\n}\n");
}

TEST_CASE("lists in sentences") {
    CHECK(listed({}).empty());
    CHECK(listed({"a"}) == "a");
    CHECK(listed({"a", "b"}) == "a and b");
    CHECK(listed({"a", "b", "c"}) == "a, b and c");
}
