// What is refused: in one line that names the flag or the file's line, with the exit status of the contract.

#include "anyward/config/options.hpp"

#include "command_line.hpp"

#include <algorithm>

using namespace anyward;

namespace {

/// Empty when `words` are refused with `status`, nothing on stdout, and one line with all of `parts` in it.
std::string wrong(const Words& words, std::initializer_list<std::string_view> parts, int status = 2) {
    const auto exit = exit_of(words);
    if (exit.status != status) {
        return "status " + std::to_string(exit.status) + ": " + exit.err;
    }
    if (!exit.out.empty()) {
        return "on stdout: " + exit.out;
    }
    return lacks(exit.err, parts);
}

/// The same for a config file's text; `parts` are looked for beside the file's name.
std::string wrong_in_file(const std::string& text, std::initializer_list<std::string_view> parts) {
    const TemporaryFile file(text);
    const Words words{"run", "--config", file.path()};
    const auto problem = wrong(words, parts);
    return problem.empty() ? wrong(words, {file.path()}) : problem;
}

} // namespace

TEST_CASE("refused: no command, or another") {
    CHECK(wrong({}, {"no command", "anyward --help"}) == "");
    CHECK(wrong({"serve"}, {"'serve'", "no command"}) == "");
    CHECK(wrong({"--bogus"}, {"--bogus"}) == "");
    CHECK(wrong({"run", "--address", "192.0.2.53", "check"}, {"check"}) == "");
}

TEST_CASE("refused: words before the command, and after --: they must not be ignored") {
    CHECK(wrong({"--dry-run", "run", "--address", "192.0.2.53"}, {"--dry-run"}) == "");
    CHECK(wrong({"--bogus", "run", "--address", "192.0.2.53"}, {"--bogus"}) == "");
    CHECK(wrong({"serve", "run", "--address", "192.0.2.53"}, {"serve"}) == "");
    CHECK(wrong(run_with({"--", "more"}), {"more"}) == "");
}

TEST_CASE("refused: run without an address") {
    CHECK(wrong({"run"}, {"--address", "missing"}) == "");
}

TEST_CASE("refused: flags that are not known") {
    for (const auto* flag : {"--json", "--wait", "--reason", "--adress", "--addr", "--Rise", "-x", "--version"}) {
        CAPTURE(std::string(flag));
        CHECK(wrong(run_with({flag, "10s"}), {flag, "anyward run --help"}) == "");
        CHECK(wrong(run_with({std::string(flag) + "=10s"}), {flag}) == "");
    }
    CHECK(wrong(run_with({"more"}), {"more"}) == "");
}

TEST_CASE("refused: a lease that could end before a failure is confirmed, and what would do is said") {
    CHECK(wrong(run_with({"--lease", "2s"}), {"--lease 2s", "4s or longer", "or off"}) == "");
    CHECK(wrong(run_with({"--lease", "soon"}), {"--lease", "'soon'", "no duration"}) == "");
    CHECK(wrong(run_with({"--settle", "8001ms"}), {"--settle 8001ms", "--lease 10s"}) == "");
    CHECK(settings_of(run_with({"--settle", "8s"})).health.settle == Duration(std::chrono::seconds(8)));
    CHECK(wrong(run_with({"--interval", "10s"}), {"--lease 10s", "23s or longer"}) == "");
    CHECK(settings_of({"check", "--interval", "10s"}).interval == Duration(std::chrono::seconds(10))); // asks once
}

TEST_CASE("refused: words that a flag does not know, with those that it does") {
    CHECK(wrong(run_with({"--on-exit", "vanish"}), {"--on-exit", "withdraw or linger or keep"}) == "");
    CHECK(wrong(run_with({"--hold", "sometimes"}), {"--hold", "'sometimes'", "always or drain or never"}) == "");
    CHECK(wrong(run_with({"--drain-file", "x.drain"}), {"--drain-file", "'x.drain'", "/run/anyward"}) == "");
    CHECK(wrong(run_with({"--drain-file", "/run/"}), {"--drain-file", "'/run/'"}) == "");
}

TEST_CASE("refused: a value flag given twice, or without its value") {
    CHECK(wrong(run_with({"--rise", "3", "--rise", "4"}), {"--rise", "2 times"}) == "");
    CHECK(wrong(run_with({"--config", "/a", "--config", "/b"}), {"--config", "2 times"}) == "");
    CHECK(wrong({"run", "--address"}, {"--address"}) == "");
    CHECK(wrong(run_with({"--rise"}), {"--rise"}) == "");
    CHECK(wrong(run_with({"--check", ""}), {"--check"}) == "");
}

TEST_CASE("refused: an empty value after =, which must not take the next word") {
    CHECK(wrong(run_with({"--name="}), {"--name"}) == "");
    CHECK(wrong(run_with({"--name=", "--validate"}), {"--name"}) == "");
    CHECK(wrong(run_with({"--check=", ". SOA"}), {"--check"}) == "");
}

TEST_CASE("refused: a value for a flag that takes none") {
    for (const auto* word : {"--dry-run=off", "--dry-run=false", "--dry-run=perhaps", "--validate=off"}) {
        CAPTURE(std::string(word));
        CHECK(wrong(run_with({word}), {std::string_view(word).substr(0, 9)}) == "");
    }
}

TEST_CASE("refused: service addresses") {
    for (const auto* address : {"192.0.2.0/24", "192.0.2.53/31", "192.0.2.53/33", "192.0.2.53/", "192.0.2.53/032",
                                "192.0.2.53/32/32", "2001:db8::53/64", "2001:db8::53/32"}) {
        CAPTURE(std::string(address));
        const bool four = std::string_view(address).find('.') != std::string_view::npos;
        CHECK(wrong({"run", "--address", address},
                    {"--address", "'" + std::string(address) + "'", four ? "/32" : "/128"}) == "");
    }
    for (const auto* address : {"192.0.2", "ns1.example", "", "/32", "192.0.2.53#53", "::1%lo"}) {
        CAPTURE(std::string(address));
        CHECK(wrong({"run", "--address", address}, {"--address", "no address", "192.0.2.53/32"}) == "");
    }
    for (const auto* address : {"0.0.0.0", "127.0.0.1", "127.255.255.255", "224.0.0.1", "255.255.255.255", "::", "::1",
                                "ff02::1", "fe80::1", "::ffff:192.0.2.53"}) {
        CAPTURE(std::string(address));
        CHECK(wrong({"run", "--address", address}, {"--address", "cannot be a service address"}) == "");
    }
    CHECK(wrong(run_with({"--address", "192.0.2.53/32"}), {"--address", "given twice"}) == "");
}

TEST_CASE("refused: durations without a unit, of nothing, or less") {
    for (const auto* flag : {"--interval", "--fast-interval", "--timeout", "--check-timeout", "--settle",
                             "--hold-down-max", "--flap-window"}) {
        for (const auto* value : {"500", "0s", "-1s", "fast", "1.5s", "10000000000d"}) {
            CAPTURE(std::string(flag));
            CAPTURE(std::string(value));
            CHECK(wrong(run_with({flag, value}), {flag, "'" + std::string(value) + "'", "200ms"}) == "");
        }
    }
}

TEST_CASE("refused: numbers out of range, or none") {
    for (const auto* flag : {"--rise", "--fall", "--window"}) {
        for (const auto* value : {"0", "1001", "-1", "3x", "three", "1.5", "99999999999"}) {
            CAPTURE(std::string(flag));
            CAPTURE(std::string(value));
            CHECK(wrong(run_with({flag, value}), {flag, "'" + std::string(value) + "'", "1 to 1000"}) == "");
        }
    }
}

TEST_CASE("refused: names, interfaces, labels, servers, levels") {
    CHECK(wrong(run_with({"--name", "a/b"}), {"--name", "'a/b'"}) == "");
    CHECK(wrong(run_with({"--name", ""}), {"--name"}) == "");
    CHECK(wrong(run_with({"--interface", "lo:1"}), {"--interface", "'lo:1'", "--label"}) == "");
    CHECK(wrong(run_with({"--interface", "sixteen-characte"}), {"--interface", "15"}) == "");
    CHECK(wrong(run_with({"--label", "lo:3456789012345"}), {"--label", "15"}) == "");
    CHECK(wrong(run_with({"--label", "eth0:1"}), {"--label", "'eth0:1'", "lo"}) == "");
    CHECK(wrong(run_with({"--interface", "dummy0", "--label", "lo:1"}), {"--label", "dummy0"}) == "");
    CHECK(wrong(run_with({"--server", "ns1.example"}), {"--server", "'ns1.example'", "ADDRESS#PORT"}) == "");
    CHECK(wrong(run_with({"--server", "127.0.0.1#0"}), {"--server"}) == "");
    CHECK(wrong(run_with({"--log-level", "loud"}), {"--log-level", "'loud'", "debug"}) == "");
}

TEST_CASE("refused: checks, with the flag and the word") {
    CHECK(wrong(run_with({"--check", "yetiops.net SOAP"}), {"--check", "'SOAP'"}) == "");
    CHECK(wrong(run_with({"--check", ". SOA", "--check", "a..b"}), {"--check", "'a..b'"}) == "");
    CHECK(wrong(run_with({"--liveness", "expect=any"}), {"--liveness", "missing"}) == "");
}

TEST_CASE("refused: flags that contradict each other") {
    CHECK(wrong(run_with({"--liveness", "none"}), {"--liveness none", "--check"}) == "");
    CHECK(wrong(run_with({"--fall", "6"}), {"--fall 6", "--window 5"}) == "");
    CHECK(wrong(run_with({"--window", "1"}), {"--fall 2", "--window 1"}) == "");
    CHECK(wrong(run_with({"--interval", "99ms"}), {"--fast-interval 100ms", "--interval 99ms"}) == "");
    CHECK(wrong(run_with({"--hold-down", "16min"}), {"--hold-down 16min", "--hold-down-max 15min"}) == "");
}

TEST_CASE("refused: everything with status 3 under check") {
    CHECK(wrong({"check", "--rise", "none"}, {"--rise"}, 3) == "");
    CHECK(wrong({"check", "--sock", "x"}, {"--sock", "anyward check --help"}, 3) == "");
    CHECK(wrong({"check", "--timeout"}, {"--timeout"}, 3) == "");
    CHECK(wrong({"check", "--liveness", "none"}, {"--check"}, 3) == "");
    CHECK(wrong({"check", "--config", "/nowhere"}, {"/nowhere"}, 3) == "");
}

TEST_CASE("refused: paths of sockets that none can have") {
    for (const auto& path : {std::string("run.sock"), std::string("/run/"), "/" + std::string(107, 'x')}) {
        CAPTURE(path);
        CHECK(wrong(run_with({"--socket", path}), {"--socket", "107"}) == "");
        CHECK(wrong({"status", "--socket", path}, {"--socket", "107"}, 3) == "");
    }
    CHECK(wrong(run_with({"--name", std::string(100, 'n')}), {"107"}) == "");
    CHECK(wrong(run_with({"--user", "no-such-user"}), {"--user", "'no-such-user'"}) == "");
    CHECK(wrong(run_with({"--user", ""}), {"--user"}) == "");
    CHECK(wrong(run_with({"--metrics-file", "here.prom"}), {"--metrics-file", "'here.prom'"}) == "");
    CHECK(wrong(run_with({"--on-change", ""}), {"--on-change", "program is missing"}) == "");
    CHECK(wrong(run_with({"--on-change", "a \"b"}), {"--on-change", "quote"}) == "");
}

TEST_CASE("refused: with status 3 under the commands that ask a daemon or the host") {
    for (const auto* command : {"status", "watch", "drain", "undrain"}) {
        CAPTURE(std::string(command));
        CHECK(wrong({command, "--address", "192.0.2.53"}, {"--address"}, 3) == "");
        CHECK(wrong({command, "--name", "a/b"}, {"--name", "a/b"}, 3) == "");
        CHECK(wrong({command, "more"}, {"more"}, 3) == "");
    }
    CHECK(wrong({"status", "--wait"}, {"--wait"}, 3) == "");
    CHECK(wrong({"undrain", "--for", "1h"}, {"--for"}, 3) == "");
    CHECK(wrong({"drain", "--for", "1"}, {"--for", "'1'"}, 3) == "");
    CHECK(wrong({"drain", "--json"}, {"--json"}, 3) == "");
    CHECK(wrong({"doctor"}, {"--address"}, 3) == "");
    CHECK(wrong({"doctor", "--address", "192.0.2.53", "--lease", "1s"}, {"--lease"}, 3) == "");
    CHECK(wrong(run_with({"--frr-pathspace", "x"}), {"--frr-pathspace"}) == "");
}

TEST_CASE("refused: a config file that cannot be read, by its name") {
    CHECK(wrong(run_with({"--config", "/nowhere/anyward.conf"}), {"/nowhere/anyward.conf", "No such file"}) == "");
    CHECK(wrong(run_with({"--config", ""}), {"cannot read it"}) == "");
    std::string directory;
    CHECK_NOTHROW(directory = wrong(run_with({"--config", "/tmp"}), {"/tmp", "directory"}));
    CHECK(directory == "");
}

TEST_CASE("refused: more required checks than there are, and what is no metric") {
    CHECK(wrong(run_with({"--check", "a", "--require", "2"}), {"--require 2", "--checks (1)"}) == "");
    CHECK(wrong(run_with({"--require", "some"}), {"--require", "'some'", "all, any"}) == "");
    CHECK(wrong(run_with({"--require", "0"}), {"--require", "'0'"}) == "");
    for (const auto* metric : {"-1", "4294967296", "1x", ""}) {
        CAPTURE(std::string(metric));
        CHECK(wrong(run_with({"--metric", metric}), {"--metric"}) == "");
        CHECK(wrong(run_with({"--degraded-metric", metric}), {"--degraded-metric"}) == "");
    }
    CHECK(wrong(run_with({"--degraded-action", "panic"}), {"--degraded-action", "keep or metric or withdraw"}) == "");
}

TEST_CASE("refused: a config file's unknown keys, with their line") {
    CHECK(wrong_in_file("address = 192.0.2.53\n# comment\nadress = 192.0.2.54\n", {"line 3", "'adress'"}) == "");
    for (const auto* key : {"json", "wait", "--rise", "Rise", "config", "validate", "help", "version"}) {
        CAPTURE(std::string(key));
        CHECK(wrong_in_file("address = 192.0.2.53\n" + std::string(key) + " = on\n",
                            {"line 2", "'" + std::string(key) + "'", "no key"}) == "");
    }
}

TEST_CASE("refused: a config file's bad values, with line and key") {
    CHECK(wrong_in_file("\naddress = 192.0.2.0/24\n", {"line 2", "address", "/32"}) == "");
    CHECK(wrong_in_file("address = 192.0.2.53\ninterval = 500\n", {"line 2", "interval", "'500'"}) == "");
    CHECK(wrong_in_file("address = 192.0.2.53\ncheck = . SOA\ncheck = . SOAP\n", {"line 3", "check", "'SOAP'"}) == "");
    CHECK(wrong_in_file("address = 192.0.2.53\ndry-run = yes\n", {"line 2", "dry-run", "'yes'", "on or off"}) == "");
    CHECK(wrong_in_file("address = 192.0.2.53\nrise\n", {"line 2", "'rise'", "key = value"}) == "");
}

TEST_CASE("refused: a config file's key given twice, where it is no list") {
    CHECK(wrong_in_file("address = 192.0.2.53\nrise = 3\nfall = 2\nrise = 3\n", {"line 4", "'rise'", "twice"}) == "");
    CHECK(wrong_in_file("address = 192.0.2.53\naddress = 192.0.2.53/32\n", {"line 2", "address", "twice"}) == "");
}

TEST_CASE("refused: the file is judged where the command line overrides it, too, if it cannot be understood") {
    const TemporaryFile file("user-name = x\n");
    CHECK(wrong(run_with({"--config", file.path()}), {"line 1", "'user-name'"}) == "");
}
