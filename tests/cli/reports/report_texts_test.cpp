#include "reports/junit.hpp"
#include "reports/markdown.hpp"
#include "reports/report_text.hpp"

#include <doctest/doctest.h>

namespace argocdpp::cli {
namespace {

using namespace std::chrono_literals;

application_record failed_with(std::string message) {
    application_record made;
    made.app = "team/web";
    made.outcome = name_of(ending::timed_out);
    made.code = 20;
    made.message = std::move(message);
    made.took = 90'500ms;
    return made;
}

application_record good() {
    application_record made;
    made.app = "shop";
    made.outcome = name_of(ending::done);
    made.took = 1'250ms;
    made.was_seen = true;
    made.state.sync = "Synced";
    made.state.health = "Healthy";
    made.state.revisions = {"faf0510e37bc709d89693659157465e80794afaf", "1.2.3"};
    return made;
}

application_record skipped() {
    application_record made;
    made.app = "late";
    made.outcome = name_of(ending::skipped);
    made.message = "not <begun>";
    return made;
}

run_record run_of(std::vector<application_record> applications) {
    run_record made;
    made.command = "app wait";
    made.outcome = name_of(applications.back().is_success() ? ending::done : ending::timed_out);
    made.started_at = 1795480220;
    made.took = 91'750ms;
    made.message = applications.back().message;
    made.applications = std::move(applications);
    return made;
}

std::string failure_of(std::string message) {
    const auto text = junit_report(run_of({failed_with(std::move(message))}));
    const auto begin = text.find("message=\"") + 9;
    return text.substr(begin, text.find('"', begin) - begin);
}

std::string message_cell(std::string message) {
    const auto text = markdown_report(run_of({failed_with(std::move(message))}));
    const auto begin = text.find("1m30.5s | ") + 10;
    return text.substr(begin, text.rfind(" |\n") - begin);
}

} // namespace

TEST_CASE("what may be printed: no control characters, no broken UTF-8") {
    CHECK(printable("a\tb\nc ü €") == "a\tb\nc ü €");
    CHECK(printable(std::string_view("\x1b[2J\0\x7f", 6)) == "\uFFFD[2J\uFFFD\uFFFD");
    CHECK(printable("\xC3(\xFF") == "\uFFFD(\uFFFD");
    CHECK(printable("\xC2\x9B"
                    "A\xEF\xBF\xBF") == "\uFFFDA\uFFFD");
    CHECK(printable_line("a\r\nb\tc") == "a  b c");
    CHECK(seconds_text(61'005ms) == "61.005");
    CHECK(seconds_text(0s) == "0.000");
}

TEST_CASE("JUnit: a test case for each application") {
    auto bad = failed_with("timed out");
    bad.unready = {{"apps", "Deployment", "d", "web", "Synced", "Progressing", "", "1 of 2", true}};
    CHECK(junit_report(run_of({good(), bad})) ==
          R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="argocdpp app wait" tests="2" failures="1" errors="0" time="91.750">
  <testsuite name="argocdpp app wait" tests="2" failures="1" errors="0" time="91.750" skipped="0" timestamp="2026-11-24T00:30:20Z">
    <testcase classname="argocdpp app wait" name="shop" time="1.250"/>
    <testcase classname="argocdpp app wait" name="team/web" time="90.500">
      <failure type="timed_out" message="timed out">timed out&#10;apps/Deployment d/web: Synced, Progressing: 1 of 2</failure>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST_CASE("JUnit and Markdown: what had no turn has not failed") {
    auto run = run_of({failed_with("timed out"), skipped()});
    auto text = junit_report(run);
    CHECK(text.find(R"(tests="2" failures="1" errors="0" time="91.750" skipped="1")") !=
          std::string::npos);
    CHECK(text.find(R"(name="late" time="0.000">
      <skipped message="not &lt;begun&gt;"/>
    </testcase>)") != std::string::npos);
    CHECK(markdown_report(run).find("| ⏭️ skipped | late | | | | 0s | not &lt;begun&gt; |\n") !=
          std::string::npos);
    // Where nothing else tells why the run failed, it does so itself.
    run.applications.erase(run.applications.begin());
    text = junit_report(run);
    CHECK(text.find(R"(tests="2" failures="1")") != std::string::npos);
    CHECK(text.find(R"(<failure type="timed_out")") != std::string::npos);
}

TEST_CASE("JUnit: a run that failed beside its applications is a test case, too") {
    run_record run;
    run.command = "app sync";
    run.outcome = name_of(ending::nothing_matched);
    run.message = "No matching apps";
    const auto text = junit_report(run);
    CHECK(text.find(R"(tests="1" failures="1")") != std::string::npos);
    CHECK(text.find(R"(name="app sync")") != std::string::npos);
    CHECK(text.find(R"(type="nothing_matched" message="No matching apps")") != std::string::npos);
}

TEST_CASE("JUnit: hostile messages stay text") {
    CHECK(failure_of("\"/><x a='1'>&]]>") == "&quot;/&gt;&lt;x a='1'&gt;&amp;]]&gt;");
    CHECK(failure_of("a\nb\rc\td") == "a&#10;b&#13;c&#9;d");
    CHECK(failure_of(std::string("\x1b\x00\x0b", 3)) == "\uFFFD\uFFFD\uFFFD");
    CHECK(failure_of("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("Markdown: a row for each application") {
    CHECK(markdown_report(run_of({good(), failed_with("timed out")})) ==
          "### argocdpp app wait: 1 of 2 succeeded\n\n"
          "| Result | Application | Revision | Sync | Health | Duration | Message |\n"
          "| --- | --- | --- | --- | --- | --- | --- |\n"
          "| ✅ succeeded | shop | faf0510, 1.2.3 | Synced | Healthy | 1.25s | |\n"
          "| ❌ timed\\_out | team/web | | | | 1m30.5s | timed out |\n\n");
}

TEST_CASE("Markdown: an operation's own words are the reason") {
    auto bad = failed_with("Operation has completed with phase: Failed");
    bad.state.phase = "Failed";
    bad.state.operation_message = "hook db failed";
    CHECK(markdown_report(run_of({bad})).find("Failed: hook db failed") == std::string::npos);
    CHECK(markdown_report(run_of({bad})).find("Failed&#58; hook db failed |") != std::string::npos);
    bad.state.phase = "Succeeded";
    CHECK(markdown_report(run_of({bad})).find("hook db failed") == std::string::npos);
}

TEST_CASE("Markdown: hostile messages make no columns, lines, links, or HTML") {
    CHECK(message_cell("a|b\nc") == "a\\|b c");
    CHECK(message_cell("<img src=x>&amp;") == "&lt;img src=x&gt;&amp;amp;");
    CHECK(message_cell("[x](javascript:y) `z` *b* $m$ @all") ==
          "\\[x\\](javascript&#58;y) \\`z\\` \\*b\\* \\$m\\$ \\@all");
    CHECK(message_cell("https://evil") == "https&#58;//evil");
    CHECK(message_cell("\\|") == "\\\\\\|");
    CHECK(message_cell(std::string(5000, 'a')) == std::string(1000, 'a') + "…");
}

TEST_CASE("Markdown: a run without applications says why") {
    run_record run;
    run.command = "app sync";
    run.outcome = name_of(ending::unreachable);
    run.message = "connection refused";
    CHECK(markdown_report(run) == "### argocdpp app sync: 0 of 0 succeeded\n\n"
                                  "❌ unreachable: connection refused\n\n");
}

} // namespace argocdpp::cli
