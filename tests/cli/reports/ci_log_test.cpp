#include "../../support/fake_terminal.hpp"
#include "reports/ci_log.hpp"

#include <doctest/doctest.h>

#include <failure.hpp>

namespace argocdpp::cli {
namespace {

struct ci_run {
    explicit ci_run(ci_system kind)
        : log(kind, terminal, time, recorder) {}
    void begin(const std::string& app) {
        recorder.begun(app);
        log.begun(app);
        log.output_begins(app);
    }
    void end(const application_ending& one) {
        log.output_ends(one.app);
        recorder.ended(one);
        log.ended(one);
    }
    std::string close(std::string_view outcome, std::string message = "") {
        recorder.close(outcome, outcome == "succeeded" ? 0 : 20, std::move(message));
        log.close();
        return terminal.out_text;
    }

    tests::fake_terminal terminal;
    tests::still_clock time;
    run_recorder recorder{time, "app sync"};
    ci_log log;
};

} // namespace

TEST_CASE("--ci: which system it is") {
    const environment github = {{"GITHUB_ACTIONS", "true"}};
    const environment gitlab = {{"GITLAB_CI", "true"}};
    CHECK(parse_ci_system("none", github) == ci_system::none);
    CHECK(parse_ci_system("auto", github) == ci_system::github);
    CHECK(parse_ci_system("auto", gitlab) == ci_system::gitlab);
    CHECK(parse_ci_system("auto", {}) == ci_system::none);
    CHECK(parse_ci_system("github", gitlab) == ci_system::github);
    CHECK_THROWS_AS(parse_ci_system("jenkins", {}), failure);
}

TEST_CASE("GitHub: groups, and an annotation for a failure") {
    ci_run run(ci_system::github);
    run.begin("a");
    run.end({.app = "a", .message = ""});
    run.begin("b");
    run.end({.app = "b", .how = ending::timed_out, .code = 20, .message = "100%\nlate"});
    CHECK(run.close("timed_out", "100%\nlate") ==
          "::group::argocdpp app sync a\n::endgroup::\n"
          "::group::argocdpp app sync b\n::endgroup::\n"
          "::error title=argocdpp app sync b::100%25%0Alate\n");
}

TEST_CASE("GitHub: nothing of an application that had no turn") {
    ci_run run(ci_system::github);
    run.recorder.ended(skipped_ending("late"));
    run.log.ended(skipped_ending("late"));
    CHECK(run.close("succeeded") == "");
}

TEST_CASE("GitHub: a run that ends by itself closes what is open and says why") {
    ci_run open(ci_system::github);
    open.begin("a");
    CHECK(open.close("interrupted") == "::group::argocdpp app sync a\n::endgroup::\n"
                                       "::error title=argocdpp app sync a::interrupted\n");
    ci_run early(ci_system::github);
    CHECK(early.close("unreachable", "refused") == "::error title=argocdpp app sync::refused\n");
    ci_run good(ci_system::github);
    CHECK(good.close("succeeded") == "");
}

TEST_CASE("GitHub: several under way have no group but around what is printed of them") {
    ci_run run(ci_system::github);
    for (const std::string app : {"a", "b"}) {
        run.recorder.begun(app);
        run.log.begun(app);
    }
    run.log.output_begins("b");
    run.terminal.out("text of b\n");
    run.end({.app = "b", .message = ""});
    CHECK(run.close("interrupted") == "::group::argocdpp app sync b\ntext of b\n::endgroup::\n"
                                      "::error title=argocdpp app sync a::interrupted\n");
}

TEST_CASE("GitHub: hostile text makes no commands") {
    CHECK(github_error("a:b,c%\n::x", "::set-env name=x::y\r\n::stop") ==
          "::error title=a%3Ab%2Cc%25%0A%3A%3Ax::::set-env name=x::y%0D%0A::stop\n");
    CHECK(github_group("a\n::error::x\x1b") == "::group::a ::error::x\uFFFD\n");
}

TEST_CASE("GitLab: sections, folded, with names of their own") {
    ci_run run(ci_system::gitlab);
    run.begin("team/a b");
    run.end({.app = "team/a b", .how = ending::other, .code = 1, .message = "x"});
    CHECK(run.close("failed", "x") ==
          "\x1b[0Ksection_start:1795480220:argocdpp_app_sync_team_a_b_1795480220_1"
          "[collapsed=true]\r\x1b[0Kargocdpp app sync team/a b\n"
          "\x1b[0Ksection_end:1795480220:argocdpp_app_sync_team_a_b_1795480220_1\r\x1b[0K\n");
    CHECK(gitlab_section_start("x", "a\r\x1b[0Kb", 1) ==
          "\x1b[0Ksection_start:1:x[collapsed=true]\r\x1b[0Ka \uFFFD[0Kb\n");
}

} // namespace argocdpp::cli
