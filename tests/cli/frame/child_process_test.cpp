#include "child_process.hpp"
#include "failure.hpp"

#include <argocdpp/task.hpp>

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <csignal>

using namespace argocdpp;
using namespace argocdpp::cli;

namespace {

const environment variables = {{"PATH", "relative:/bin:/usr/bin"}};

int run_shell(const std::string& script, child_input input = child_input::nothing) {
    return run_child({"sh", "-c", script}, input, variables);
}

std::string refusal(const std::vector<std::string>& words) {
    try {
        run_child(words, child_input::inherited, variables);
    } catch (const failure& reason) {
        return reason.what();
    }
    return "none";
}

int interruption(const std::string& script) {
    try {
        return run_shell(script);
    } catch (const interrupted& by) {
        return 1000 + by.signal;
    }
}

} // namespace

TEST_CASE("A program is found, gets its words, and its exit status comes back") {
    CHECK(run_shell("exit 0") == 0);
    CHECK(run_shell("exit 7") == 7);
    CHECK(run_shell("kill -KILL $$") == 128 + SIGKILL);
    CHECK(run_child({"/bin/sh", "-c", "test \"$1\" = 'a b'", "x", "a b"}, child_input::inherited,
                    variables) == 0);
}

TEST_CASE("A program without input reads nothing") {
    CHECK(run_shell("test \"$(cat; echo end)\" = end") == 0);
}

TEST_CASE("A program that can't be started: as Go says it") {
    CHECK(refusal({"no-such-program"}) ==
          "exec: \"no-such-program\": executable file not found in $PATH");
    CHECK(refusal({"/no/such"}) == "fork/exec /no/such: No such file or directory");
    CHECK(refusal({"/etc/passwd"}) == "fork/exec /etc/passwd: Permission denied");
}

TEST_CASE("Signals are the program's: what only this process gets is passed on") {
    CHECK(interruption("kill -TERM $PPID; exec sleep 30") == 1000 + SIGTERM);
    CHECK(interruption("trap 'exit 3' INT; kill -INT $PPID; while :; do :; done") == 1000 + SIGINT);
    CHECK(interruption("trap '' TERM; kill -TERM $PPID; kill -TERM $PPID; kill -INT $PPID; "
                       "exec sleep 30") >= 1000);
    CHECK(interruption("kill -INT $$") == 1000 + SIGINT);
    // None of them is left for this process, nor held back from the program.
    CHECK(run_shell("exit 4") == 4);
    sigset_t held;
    ::sigprocmask(SIG_BLOCK, nullptr, &held);
    CHECK(sigismember(&held, SIGINT) == 0);
    CHECK(sigismember(&held, SIGCHLD) == 0);
}

TEST_CASE("The end of a program is seen although SIGCHLD was ignored") {
    ::signal(SIGCHLD, SIG_IGN);
    CHECK(run_shell("exit 5") == 5);
    ::signal(SIGCHLD, SIG_DFL);
}
