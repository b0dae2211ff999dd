#include "anyward/doctor/managers.hpp"

#include "doctor.hpp"

using namespace anyward;
using namespace anyward::doctor;

namespace {

Ids of_interfaces(const std::string& text) {
    return ids(examine_ifupdown(serving({"169.254.0.1"}), {{"/etc/network/interfaces", text}}));
}

Ids of_networkd(const std::string& text) {
    return ids(examine_networkd(serving({"169.254.0.1", "2001:db8::53"}), {{"/etc/systemd/network/lo.network", text}}));
}

Ids of_networkmanager(const std::string& text) {
    return ids(examine_networkmanager(serving({"169.254.0.1"}), {{"lo.nmconnection", text}}));
}

} // namespace

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
