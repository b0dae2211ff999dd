#include "prober.hpp"

#include "anyward/probe/check_runner.hpp"
#include "anyward/probe/command_probe.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>

using namespace anyward;
using namespace anyward::test;

namespace {

struct CommandProber : Prober {
    Verdict run(const std::string& script, Duration timeout = 20s) {
        check = parse_check("exec:sh -c \"" + script + "\"");
        return ask({}, timeout);
    }
};

/// The process is gone, or waits for somebody else's parent to take note.
bool is_gone(const std::string& pid) {
    std::string stat;
    std::getline(std::ifstream("/proc/" + pid + "/stat"), stat);
    return stat.empty() || stat.find(") Z ") != std::string::npos;
}

bool soon_gone(const std::string& pid) {
    for (const auto deadline = Clock::now() + 20s; !is_gone(pid) && Clock::now() < deadline;) {
        usleep(1000);
    }
    return is_gone(pid);
}

std::string last_word(const std::string& text) {
    return text.substr(text.rfind(' ') + 1);
}

} // namespace

TEST_CASE_FIXTURE(CommandProber, "exit status 0 is ok, with the output's last line") {
    const auto verdict = run("echo one; echo two >&2; echo");
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(verdict.detail == "exit status 0: two");
    CHECK(verdict.rtt > 0us);
    CHECK_FALSE(has_children());
}

TEST_CASE_FIXTURE(CommandProber, "another exit status is exec") {
    const auto verdict = run("printf 'zone is old'; exit 3");
    CHECK(verdict.kind == VerdictKind::exec);
    CHECK(verdict.detail == "exit status 3: zone is old");
}

TEST_CASE_FIXTURE(CommandProber, "without output the status alone is said") {
    CHECK(run("exit 1").detail == "exit status 1");
}

TEST_CASE_FIXTURE(CommandProber, "a program that is not there is exec, and says so") {
    check = parse_check("exec:/nonexistent/program");
    const auto verdict = ask({}, 20s);
    CHECK(verdict.kind == VerdictKind::exec);
    CHECK(verdict.detail == "exit status 127: cannot run /nonexistent/program: No such file or directory");
}

TEST_CASE_FIXTURE(CommandProber, "a signal that has no name, and one that has") {
    CHECK(run("kill -SEGV $$").detail == "ended by SIGSEGV");
    CHECK(run("kill -40 $$").detail == "ended by signal 40");
}

TEST_CASE_FIXTURE(CommandProber, "a program that has left its own group is killed by itself") {
    // The leader of a group cannot leave it, but may join that of a child in the same session.
    check =
        parse_check("exec:python3 -c \"import os,time; child = os.fork(); child or time.sleep(1000); os.setpgid(child, "
                    "child); os.setpgid(0, child); time.sleep(1000)\"");
    CHECK(ask({}, 2s).kind == VerdictKind::timeout);
    CHECK_FALSE(has_children());
}

TEST_CASE_FIXTURE(CommandProber, "past the deadline the whole process group is killed, and nothing of it is left") {
    const auto verdict = run("sleep 1000 & echo $!; sleep 1000", 2s);
    CHECK(verdict.kind == VerdictKind::timeout);
    CHECK(verdict.detail.starts_with("did not end within 2s, killed: "));
    CHECK(soon_gone(last_word(verdict.detail)));
    CHECK_FALSE(has_children());
}

TEST_CASE_FIXTURE(CommandProber, "what a program leaves behind in its group ends with it") {
    const auto verdict = run("sleep 1000 & echo $!");
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(soon_gone(last_word(verdict.detail)));
}

TEST_CASE_FIXTURE(CommandProber, "a probe that ends while its program runs takes it along") {
    check = parse_check("exec:sh -c \"echo $$ >running; exec sleep 1000\"");
    auto probe = start_probe(loop, check, {}, 20s, [](const Verdict&) { FAIL("a verdict"); });
    std::string pid;
    EventLoop::Source look;
    look = loop.timer([&] {
        if (pid.empty()) {
            std::getline(std::ifstream("running"), pid);
        } else {
            probe.reset();
        }
        if (has_children()) {
            look.arm(EventLoop::now() + 1ms);
        } else {
            loop.stop();
        }
    });
    look.arm(EventLoop::now());
    loop.run();
    unlink("running");
    CHECK(is_gone(pid));
}

TEST_CASE_FIXTURE(CommandProber, "one that was killed as the loop stopped is reaped when it runs again; that takes no "
                                 "descriptor") {
    check = parse_check("exec:sleep 1000");
    auto probe = start_probe(loop, check, {}, 20s, [](const Verdict&) { FAIL("a verdict"); });
    auto end = loop.timer([&] {
        const NoDescriptors shortage;
        probe.reset();
        loop.stop();
    });
    end.arm(EventLoop::now());
    loop.run();
    CHECK(has_children());
    EventLoop::Source look;
    look = loop.timer([&] {
        if (has_children()) {
            look.arm(EventLoop::now() + 1ms);
        } else {
            loop.stop();
        }
    });
    look.arm(EventLoop::now());
    loop.run();
}

TEST_CASE_FIXTURE(
    CommandProber,
    "a program inherits no descriptor, no capability, no signal mask and no socket of the service manager") {
    SUBCASE("descriptors") {
        const OwnedFd open_file(fcntl(STDERR_FILENO, F_DUPFD, 100)); // not closed by exec
        // The listing itself takes 3.
        CHECK(run("ls /proc/self/fd | tr '\\n' ' '").detail == "exit status 0: 0 1 2 3 ");
    }
    SUBCASE("input") {
        CHECK(run("cat").detail == "exit status 0");
    }
    SUBCASE("capabilities: none inheritable, permitted, effective, ambient") {
        CHECK(run("grep -c '^Cap[IPEA].*0000000000000000' /proc/self/status").detail == "exit status 0: 4");
        CHECK(output_of("grep -c '^Cap[PE].*0000000000000000' /proc/self/status") == "0\n");
    }
    SUBCASE("blocked and ignored signals") {
        const auto terminate = loop.on_signal(SIGTERM, [] {});
        CHECK(run("kill -TERM $$; echo alive").detail == "ended by SIGTERM");
    }
    SUBCASE("ignored signals") {
        const auto before = std::signal(SIGPIPE, SIG_IGN);
        CHECK(run("kill -PIPE $$; echo alive").detail == "ended by SIGPIPE");
        std::signal(SIGPIPE, before);
    }
    SUBCASE("sockets") {
        setenv("NOTIFY_SOCKET", "/run/notify", 1);
        CHECK(run("echo ${NOTIFY_SOCKET-unset}").detail == "exit status 0: unset");
        unsetenv("NOTIFY_SOCKET");
    }
}

TEST_CASE_FIXTURE(CommandProber,
                  "much output does not hold it up; of a long last line there is the beginning, fit for a log") {
    const auto verdict = run("yes | head -c 1000000; printf '\\033[31m%0300d\\n' 7");
    CHECK(verdict.kind == VerdictKind::ok);
    CHECK(verdict.detail == "exit status 0: ?[31m" + std::string(195, '0'));
}

TEST_CASE_FIXTURE(CommandProber, "of a program there is one at a time, however often it is due") {
    check = parse_check("exec:sh -c \"mkdir one-at-a-time && sleep 0.05 && rmdir one-at-a-time\"");
    int verdicts = 0;
    CheckRunner runner(loop, check, ServerChoice::none(), {.interval = 1ms, .fast_interval = 1ms, .timeout = 20s},
                       [&](const Verdict& verdict) {
                           CHECK_MESSAGE(verdict.kind == VerdictKind::ok, verdict.detail);
                           if (++verdicts == 5) {
                               loop.stop();
                           }
                           return Pace::steady;
                       });
    runner.start(Pace::steady);
    loop.run();
    CHECK(verdicts == 5);
}
