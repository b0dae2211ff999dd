#include "anyward/doctor/nameserver.hpp"

#include "anyward/base/text.hpp"
#include "anyward/doctor/program.hpp"
#include "anyward/doctor/text.hpp"

#include <fmt/format.h>

namespace anyward::doctor {

namespace {

/// A line for each ADDRESS[@PORT], or the name of an interface.
void add_listening(Nameserver& server, std::string_view lines, std::string_view usual_port) {
    for (const auto line : lines_of(lines)) {
        const auto word = trimmed(line);
        const auto at = word.find('@');
        const auto port = at == std::string_view::npos ? usual_port : word.substr(at + 1);
        if (const auto address = IpAddress::parse(word.substr(0, at))) {
            if (port == "53" || port.empty()) {
                server.listen_addresses.push_back(*address);
            }
        } else if (!word.empty()) {
            server.on_named_interfaces = true;
        }
    }
}

/// The value that `-o OPTION` prints; empty where it prints none.
std::string_view first_line(std::string_view printed) {
    return trimmed(printed.substr(0, printed.find('\n')));
}

std::vector<std::string> with_file(std::vector<std::string> command, const std::string& file) {
    if (!file.empty()) {
        command.push_back(file);
    }
    return command;
}

} // namespace

Nameserver parse_unbound(std::string name, const UnboundOptions& options) {
    Nameserver server{.name = std::move(name), .listen_addresses = {}};
    server.is_unbound = true;
    server.binds_absent = first_line(options.ip_freebind) == "yes";
    server.interface_automatic = first_line(options.interface_automatic) == "yes";
    add_listening(server, options.interface, first_line(options.port));
    if (lines_of(options.interface).empty()) { // unbound.conf(5): the default is localhost
        server.listen_addresses = {IpAddress::loopback(AF_INET), IpAddress::loopback(AF_INET6)};
    }
    return server;
}

Nameserver parse_nsd(std::string name, const NsdOptions& options) {
    Nameserver server{.name = std::move(name), .listen_addresses = {}};
    server.binds_absent = first_line(options.ip_freebind) == "yes";
    add_listening(server, options.ip_address, first_line(options.port));
    if (lines_of(options.ip_address).empty()) { // nsd.conf(5): all interfaces
        server.listen_addresses = {*IpAddress::parse("0.0.0.0"), *IpAddress::parse("::")};
    }
    return server;
}

Nameserver parse_knot(std::string name, std::string_view conf_read) {
    Nameserver server{.name = std::move(name), .listen_addresses = {}};
    server.binds_absent = true; // knotd binds an absent address with IP_FREEBIND, server_init_iface()
    for (const auto line : lines_of(conf_read)) {
        const auto words = words_of(line);
        if (words.size() == 3 && words[0] == "server.listen" && words[1] == "=") {
            add_listening(server, words[2], "53");
        }
    }
    return server;
}

Nameserver read_nameserver(const Settings& settings, const RunningProgram& running) {
    const auto file = flag_value(running.arguments, "-c");
    const auto name = [&](std::string_view program, std::string_view usual) {
        return fmt::format("{} ({})", program, file.empty() ? usual : file);
    };
    if (running.name == "named") {
        auto command = std::vector<std::string>{"named-checkconf", "-px"};
        if (const auto root = flag_value(running.arguments, "-t"); !root.empty()) {
            command.insert(command.end(), {"-t", root});
        }
        return parse_bind(settings, name("BIND", "named.conf"), output_of(with_file(command, file)));
    }
    if (running.name == "unbound") {
        const auto option = [&file](const std::string& which) {
            return output_of(with_file({"unbound-checkconf", "-o", which}, file));
        };
        return parse_unbound(name("Unbound", "unbound.conf"), {.interface = option("interface"),
                                                               .interface_automatic = option("interface-automatic"),
                                                               .ip_freebind = option("ip-freebind"),
                                                               .port = option("port")});
    }
    if (running.name == "nsd") {
        const auto option = [&file](const std::string& which) {
            return output_of({"nsd-checkconf", "-o", which, file.empty() ? "/etc/nsd/nsd.conf" : file});
        };
        return parse_nsd(
            name("NSD", "nsd.conf"),
            {.ip_address = option("ip-address"), .ip_freebind = option("ip-freebind"), .port = option("port")});
    }
    auto command = std::vector<std::string>{"knotc"};
    for (const auto* flag : {"-c", "-C", "-s"}) {
        if (const auto value = flag_value(running.arguments, flag); !value.empty()) {
            command.insert(command.end(), {flag, value});
        }
    }
    command.insert(command.end(), {"conf-read", "server.listen"});
    return parse_knot(name("Knot DNS", "knot.conf"), output_of(command));
}

} // namespace anyward::doctor
