#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <views/diagnosis_view.hpp>
#include <views/foreign_text.hpp>

namespace argocdpp::cli {
namespace {

diagnosis example() {
    diagnosis made;
    made.app = "argocd/waves";
    made.sync = "OutOfSync";
    made.health = "Degraded";
    made.phase = "Failed";
    made.message = "one or more tasks failed";
    made.failed.push_back({{"batch", "Job", "d", "migrate"}, "PreSync", "Failed", "backoff limit"});
    diagnosed_resource pod;
    pod.which = {"", "Pod", "d", "p"};
    pod.health = "Degraded";
    pod.message = "crashes";
    pod.reasons = {"Unschedulable: no room", "container c: crashes; restarted 2 times"};
    pod.owners.push_back({{"batch", "Job", "d", "migrate"}, "", "Degraded", "backoff limit"});
    pod.events.push_back({"FailedScheduling", "no room", 3, "1970-01-01T00:01:00Z"});
    pod.logs.push_back({"c", true, {"panic", "\x1b[31mred"}});
    made.resources.push_back(pod);
    made.unready = 12;
    made.gaps.push_back({"events", "Pod d/a", "denied"});
    made.gaps.push_back({"events", "Pod d/b", "denied"});
    return made;
}

} // namespace

TEST_CASE("a diagnosis as text: what is worst first, each cause once") {
    diagnosis_page page;
    page.now = 120;
    CHECK(diagnosis_text(example(), page) ==
          R"(Diagnosis: application 'argocd/waves' is not as it should be
  Sync:       OutOfSync
  Health:     Degraded
  Operation:  Failed
    one or more tasks failed

  Failed in the operation:
    Failed  Job d/migrate (PreSync hook)
      backoff limit

  Not ready (the worst 1 of 12):
    Degraded  Pod d/p
      of Job d/migrate, Degraded: backoff limit
      container c: crashes; restarted 2 times
      event FailedScheduling (3 times, last 60s ago): no room
      log of container c, as it was before the restart:
        | panic
        | \x1b[31mred

  Not read:
    events of 2 resources: denied
)");
}

TEST_CASE("colours are the states' alone") {
    diagnosis_page page;
    page.has_colours = true;
    const auto text = diagnosis_text(example(), page);
    CHECK(text.find("\x1b[31mDegraded\x1b[0m  Pod d/p") != std::string::npos);
    CHECK(text.find("\x1b[31mred") == std::string::npos);
}

TEST_CASE("a diagnosis of nothing has its members") {
    const auto made = diagnosis_document(diagnosis());
    CHECK(proto::write(made) ==
          R"({"application":"","sync":"","health":"","conditions":[],"unready":0,"resources":[],)"
          R"("events":[],"notRead":[]})");
}

TEST_CASE("foreign text is spelled out where it would drive a terminal") {
    CHECK(visible("\x1b]0;x\x07\r\n\tü\x7f") == "\\x1b]0;x\\x07\\x0d\\x0a    ü\\x7f");
    CHECK(visible("\u202egnp\u2028\u0085\ufeff") == "\\u202egnp\\u2028\\u0085\\ufeff");
    CHECK(visible("a\x9b\xff") == "a\\x9b\\xff");
    CHECK(visible("##[add-mask]x") == "##\\[add-mask]x");
    CHECK(visible_line("abcdef", 4) == "abc…");
    CHECK(visible_line("abcd", 4) == "abcd");
}

TEST_CASE("messages are wrapped between words, and no line is a CI system's command") {
    CHECK(wrapped("  a ", "one two three four five six seven", 4, 24) ==
          "  a one two three four\n    five six seven\n");
    CHECK(wrapped("", "aaaaaaaaaaaaaaaaaaaa ::stop-commands::x", 2, 22) ==
          "aaaaaaaaaaaaaaaaaaaa\n  \\::stop-commands::x\n");
    CHECK(wrapped("", "first\r\n\n::second", 2, 80) == "first\n  \\::second\n");
    CHECK(wrapped("x", "", 2, 80) == "x\n");
    const auto endless = wrapped("", std::string(5000, 'x'), 2, 80);
    CHECK(endless.ends_with(" …\n"));
    CHECK(std::count(endless.begin(), endless.end(), '\n') == 12);
}

} // namespace argocdpp::cli
