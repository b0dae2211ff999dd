// What is accepted, and what comes of it. See options_refused.cpp for the rest.

#include "anyward/config/options.hpp"

#include "command_line.hpp"

#include <functional>

using namespace anyward;
using namespace std::chrono_literals;

namespace {

struct Example {
    std::string key;
    std::string value;
    std::function<bool(const Settings&)> holds;
};

// One for each flag that takes a value; none is the default.
const std::vector<Example> examples{
    {"name", "ns-1:a.b_C", [](const Settings& s) { return s.name == "ns-1:a.b_C"; }},
    {"interface", "dummy0", [](const Settings& s) { return s.interface == "dummy0" && s.label == "dummy0:1"; }},
    {"label", "lo:any", [](const Settings& s) { return s.label == "lo:any"; }},
    {"metric", "4294967295", [](const Settings& s) { return s.health.metric == 4294967295; }},
    {"liveness", ". NS", [](const Settings& s) { return s.liveness->spec == ". NS"; }},
    {"check", "@::1#54 . SOA +nord", [](const Settings& s) { return s.checks.at(0).spec == "@::1#54 . SOA +nord"; }},
    {"soft-check", ". NS", [](const Settings& s) { return !s.soft_checks.empty() && s.soft_checks[0].spec == ". NS"; }},
    {"require", "any", [](const Settings& s) { return s.health.require == 1; }},
    {"server", "127.0.0.1#5353", [](const Settings& s) { return s.server == endpoint("127.0.0.1#5353"); }},
    {"interval", "2s", [](const Settings& s) { return s.interval == Duration(2s); }},
    {"fast-interval", "7ms", [](const Settings& s) { return s.fast_interval == Duration(7ms); }},
    {"timeout", "8ms", [](const Settings& s) { return s.timeout == Duration(8ms); }},
    {"check-timeout", "7s", [](const Settings& s) { return s.check_timeout == Duration(7s); }},
    {"rise", "4", [](const Settings& s) { return s.health.rise == 4; }},
    {"fall", "5", [](const Settings& s) { return s.health.fall == 5; }},
    {"window", "6", [](const Settings& s) { return s.health.window == 6; }},
    {"tripwire", "off", [](const Settings& s) { return !s.tripwire; }},
    {"settle", "7s", [](const Settings& s) { return s.health.settle == Duration(7s); }},
    {"lease", "13s", [](const Settings& s) { return s.health.lease == Duration(13s); }},
    {"hold-down", "0s", [](const Settings& s) { return s.health.hold_down == Duration(0); }},
    {"hold-down-max", "1h", [](const Settings& s) { return s.health.hold_down_max == Duration(1h); }},
    {"flap-window", "12s", [](const Settings& s) { return s.health.flap_window == Duration(12s); }},
    {"hold", "never", [](const Settings& s) { return s.hold == Hold::never; }},
    {"drain-file", "/tmp/x.drain", [](const Settings& s) { return s.drain_file == "/tmp/x.drain"; }},
    {"drain-metric", "3000", [](const Settings& s) { return s.health.drain_metric == 3000; }},
    {"drain-time", "9s", [](const Settings& s) { return s.health.drain_time == Duration(9s); }},
    {"degraded-action", "metric", [](const Settings& s) { return s.health.degraded_action == DegradedAction::metric; }},
    {"degraded-metric", "7", [](const Settings& s) { return s.health.degraded_metric == 7; }},
    {"on-exit", "keep", [](const Settings& s) { return s.on_exit == OnExit::keep; }},
    {"on-change", "rndc \"sc an\"",
     [](const Settings& s) {
         return s.on_change && s.on_change->arguments == Words{"rndc", "sc an"};
     }},
    {"socket", "/tmp/x.sock", [](const Settings& s) { return s.socket == "/tmp/x.sock"; }},
    {"user", "nobody", [](const Settings& s) { return s.user == "nobody"; }},
    {"metrics-file", "/tmp/x.prom", [](const Settings& s) { return s.metrics_file == "/tmp/x.prom"; }},
    {"log-level", "debug", [](const Settings& s) { return s.log_level == LogLevel::debug; }},
};

const Words toggles{"validate", "dry-run"};

std::vector<std::string> strings(const std::vector<IpAddress>& addresses) {
    std::vector<std::string> result;
    for (const auto& address : addresses) {
        result.push_back(address.to_string());
    }
    return result;
}

std::vector<std::string> specs(const std::vector<Check>& checks) {
    std::vector<std::string> result;
    for (const auto& check : checks) {
        result.push_back(check.spec);
    }
    return result;
}

} // namespace

TEST_CASE("options: the defaults of the contract") {
    const auto settings = settings_of(run_with({}));
    CHECK(settings.name == "anyward");
    CHECK(settings.config_file.empty());
    CHECK_FALSE(settings.validate);
    CHECK(strings(settings.addresses) == Words{"192.0.2.53"});
    CHECK(settings.interface == "lo");
    CHECK(settings.label == "lo:1");
    REQUIRE(settings.liveness);
    CHECK(std::get<DnsCheck>(settings.liveness->what).expect.accepts(5)); // any well-formed answer
    CHECK(settings.checks.empty());
    CHECK_FALSE(settings.server);
    CHECK(settings.interval == Duration(500ms));
    CHECK(settings.fast_interval == Duration(100ms));
    CHECK(settings.timeout == Duration(300ms));
    CHECK(settings.check_timeout == Duration(2s));
    CHECK(settings.health.lease == Duration(10s));
    CHECK(settings.drain_file == "/run/anyward/anyward.drain");
    CHECK(settings_of(run_with({"--name", "auth"})).drain_file == "/run/anyward/auth.drain");
    CHECK_FALSE(settings.health.drain_metric);
    CHECK(settings.health.drain_time == Duration(5s));
    CHECK(settings.health.rise == 3);
    CHECK(settings.health.fall == 2);
    CHECK(settings.health.window == 5);
    CHECK(settings.tripwire);
    CHECK(settings.health.settle == Duration(2s));
    CHECK(settings.health.hold_down == Duration(10s));
    CHECK(settings.health.hold_down_max == Duration(15min));
    CHECK(settings.health.flap_window == Duration(30min));
    CHECK(settings.hold == Hold::always);
    CHECK(settings.on_exit == OnExit::withdraw);
    CHECK(settings.log_level == LogLevel::info);
    CHECK_FALSE(settings.dry_run);
}

TEST_CASE("options: every flag on the command line, with a blank and with =") {
    for (const auto& example : examples) {
        CAPTURE(example.key);
        CHECK_FALSE(example.holds(settings_of(run_with({"--check", ". NS"})))); // it is no default
        CHECK(example.holds(settings_of(run_with({"--" + example.key, example.value}))));
        CHECK(example.holds(settings_of(run_with({"--" + example.key + "=" + example.value}))));
    }
    CHECK(settings_of(run_with({"--dry-run"})).dry_run);
}

TEST_CASE("options: every flag in a config file") {
    for (const auto& example : examples) {
        CAPTURE(example.key);
        CHECK(example.holds(settings_of_file(example.key + " = " + example.value + "\n")));
    }
    CHECK(settings_of_file("dry-run = on\n").dry_run);
    CHECK_FALSE(settings_of_file("dry-run = off\n").dry_run);
}

TEST_CASE("options: the command line wins over the config file, whichever comes first there") {
    const TemporaryFile file("address = 192.0.2.53\nrise = 7\nfall = 4\n");
    for (const auto& words :
         {Words{"run", "--rise", "9", "--config", file.path()}, Words{"run", "--config=" + file.path(), "--rise=9"}}) {
        const auto settings = settings_of(words);
        CHECK(settings.health.rise == 9);
        CHECK(settings.health.fall == 4);
        CHECK(settings.health.window == 5);
        CHECK(settings.config_file == file.path());
    }
}

TEST_CASE("options: what the command line overrides is not judged in the file's stead") {
    const TemporaryFile file("address = 192.0.2.53\nfall = 9\n"); // never reached within --window 5
    CHECK(exit_of({"run", "--config", file.path()}).status == 2);
    CHECK(settings_of({"run", "--config", file.path(), "--fall", "2"}).health.fall == 2);
}

TEST_CASE("options: repeatable flags add up, in their order") {
    const auto settings = settings_of({"run", "--address", "192.0.2.53/32", "--check", ". SOA", "--address",
                                       "2001:db8::53", "--check=. NS", "--address=198.51.100.53"});
    CHECK(strings(settings.addresses) == Words{"192.0.2.53", "2001:db8::53", "198.51.100.53"});
    CHECK(specs(settings.checks) == Words{". SOA", ". NS"});
    const auto file = settings_of_file("check = . SOA\naddress = 198.51.100.53/32\ncheck = . NS\n");
    CHECK(strings(file.addresses) == Words{"192.0.2.53", "198.51.100.53"});
    CHECK(specs(file.checks) == Words{". SOA", ". NS"});
}

TEST_CASE("options: a repeatable flag on the command line replaces the file's list, that list alone") {
    const TemporaryFile file("address = 192.0.2.53\naddress = 192.0.2.54\ncheck = . SOA\ncheck = . NS\n");
    const auto settings = settings_of({"run", "--config", file.path(), "--check", ". DNSKEY"});
    CHECK(strings(settings.addresses) == Words{"192.0.2.53", "192.0.2.54"});
    CHECK(specs(settings.checks) == Words{". DNSKEY"});
}

TEST_CASE("options: service addresses with their length or without") {
    CHECK(strings(settings_of({"run", "--address", "169.254.0.1/32"}).addresses) == Words{"169.254.0.1"});
    CHECK(strings(settings_of({"run", "--address", "2001:db8::53/128"}).addresses) == Words{"2001:db8::53"});
    CHECK(strings(settings_of({"run", "--address", "10.0.0.1"}).addresses) == Words{"10.0.0.1"});
}

TEST_CASE("options: the label follows the interface, and is none where it would be too long") {
    CHECK(settings_of(run_with({"--interface", "dummy0"})).label == "dummy0:1");
    CHECK(settings_of(run_with({"--interface", "thirteen-char"})).label == "thirteen-char:1"); // 15: the most
    CHECK(settings_of(run_with({"--interface", "fourteen-chars"})).label.empty());
    CHECK(settings_of(run_with({"--label", "none"})).label.empty());
    CHECK(settings_of(run_with({"--label", "lo"})).label == "lo");
    CHECK(settings_of(run_with({"--label", "lo:345678901234"})).label == "lo:345678901234");
    CHECK(settings_of_file("interface = dummy0\nlabel = dummy0:any\n").label == "dummy0:any");
}

TEST_CASE("options: liveness none, where there is another check") {
    const auto settings = settings_of(run_with({"--liveness", "none", "--check", ". SOA"}));
    CHECK_FALSE(settings.liveness);
    CHECK(settings.checks.size() == 1);
}

TEST_CASE("options: server auto can be said, against a file that names one") {
    const TemporaryFile file("address = 192.0.2.53\nserver = 127.0.0.1\n");
    CHECK(settings_of({"run", "--config", file.path()}).server);
    CHECK_FALSE(settings_of({"run", "--config", file.path(), "--server", "auto"}).server);
}

TEST_CASE("options: numbers at both ends of their range") {
    CHECK(settings_of(run_with({"--rise", "1"})).health.rise == 1);
    CHECK(settings_of(run_with({"--rise", "1000"})).health.rise == 1000);
    CHECK(settings_of(run_with({"--fall", "5", "--window", "5"})).health.fall == 5);
    CHECK(settings_of(run_with({"--interval", "100ms"})).interval == Duration(100ms)); // equal to --fast-interval
}

TEST_CASE("options: what the commands take that ask a daemon") {
    CHECK(settings_of({"status"}).socket == "/run/anyward/anyward.sock");
    CHECK(settings_of({"watch", "--name", "x"}).socket == "/run/anyward/x.sock");
    CHECK(settings_of({"status", "--socket", "/tmp/x", "--json"}).client.json);
    CHECK(settings_of({"status", "--socket", "/tmp/x"}).socket == "/tmp/x");
    const auto drain = settings_of({"drain", "--for", "2h", "--reason", "kernel update", "--wait"}).client;
    CHECK(drain.drain_for == Duration(2h));
    CHECK(drain.drain_reason == "kernel update");
    CHECK(drain.wait);
    CHECK_FALSE(settings_of({"drain"}).client.drain_for);
    CHECK(settings_of({"undrain", "--wait"}).client.wait);
}

TEST_CASE("options: the doctor takes what run takes, and two of its own") {
    const auto parsed = parse_command_line({"doctor", "--address", "192.0.2.53", "--lease", "off", "--json"});
    REQUIRE(std::holds_alternative<Invocation>(parsed));
    CHECK(std::get<Invocation>(parsed).command == Command::doctor);
    CHECK(std::get<Invocation>(parsed).settings.client.json);
    CHECK_FALSE(std::get<Invocation>(parsed).settings.health.lease);
    CHECK(settings_of({"doctor", "--address", "192.0.2.53", "--frr-pathspace", "x"}).frr_pathspace == "x");
    CHECK(settings_of({"doctor", "--address", "192.0.2.53"}).frr_pathspace.empty());
}

TEST_CASE("options: check needs no address, and is another command") {
    const auto parsed = parse_command_line({"check", "--check", ". SOA"});
    REQUIRE(std::holds_alternative<Invocation>(parsed));
    CHECK(std::get<Invocation>(parsed).command == Command::check);
    CHECK(std::get<Invocation>(parsed).settings.addresses.empty());
    CHECK(std::get<Invocation>(parse_command_line(run_with({}))).command == Command::run);
}

TEST_CASE("options: --validate says ok and ends, 0") {
    const auto good = exit_of(run_with({"--validate"}));
    CHECK(good.status == 0);
    CHECK(good.out == "ok\n");
    CHECK(good.err.empty());
    const auto bad = exit_of(run_with({"--validate", "--rise", "none"}));
    CHECK(bad.status == 2);
    CHECK(bad.out.empty());
    CHECK(lacks(bad.err, {"--rise"}) == "");
}

TEST_CASE("options: --help of each command lists every flag, and every flag has an example here") {
    for (const auto* command : {"run", "check"}) {
        const auto help = exit_of({command, "--help"});
        CHECK(help.status == 0);
        CHECK(help.err.empty());
        std::size_t flags = 0;
        for (auto at = help.out.find("\n  --"); at != std::string::npos; at = help.out.find("\n  --", at + 1)) {
            ++flags;
        }
        for (const auto& example : examples) {
            CHECK(help.out.find("\n  --" + example.key + " ") != std::string::npos);
        }
        for (const auto& toggle : toggles) {
            CHECK(help.out.find("\n  --" + toggle) != std::string::npos);
        }
        CHECK(help.out.find("\n  --address ") != std::string::npos);
        CHECK(help.out.find("\n  --config ") != std::string::npos);
        CHECK(flags == examples.size() + toggles.size() + 2);
    }
}

TEST_CASE("options: --help lists the commands, --version says the version") {
    const auto help = exit_of({"--help"});
    CHECK(help.status == 0);
    CHECK(help.out.find("  run ") != std::string::npos);
    CHECK(help.out.find("  check ") != std::string::npos);

    const auto version = exit_of({"--version"});
    CHECK(version.status == 0);
    CHECK(version.out.starts_with("anyward "));
    CHECK(version.out.ends_with("\n"));
}
