#include "../../support/fake_clock.hpp"
#include "../../support/make.hpp"
#include "reports/event_lines.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

namespace argocdpp::cli {
namespace {

using namespace std::chrono_literals;

class string_target final : public event_target {
  public:
    explicit string_target(std::string& text)
        : text_(text) {}
    void write_line(std::string line) override { text_ += line + "\n"; }

  private:
    std::string& text_;
};

struct event_run {
    std::string take() { return std::exchange(text, ""); }
    void see(const std::string& app, const tests::app_facts& facts) {
        const auto state = tests::app(facts);
        recorder.seen(app, state);
        lines.seen(app, state);
    }

    std::string text;
    tests::fake_clock time;
    run_recorder recorder{time, "app wait"};
    event_lines lines{time, recorder, std::make_unique<string_target>(text)};
};

const std::string head = R"({"version":1,"type":")";
const std::string at = R"(","time":"2027-01-15T08:00:00Z",)";
const std::string later = R"(","time":"2027-01-15T08:00:01Z",)";

} // namespace

TEST_CASE("events: a line for each change, none for what stays") {
    event_run run;
    run.lines.open();
    CHECK(run.take() == head + "runStarted" + at +
                            R"("command":"app wait"})"
                            "\n");
    run.recorder.begun("waves");
    run.lines.begun("waves");
    CHECK(run.take() == head + "applicationStarted" + at +
                            R"("application":"waves"})"
                            "\n");
    run.see("waves", {.health = "Progressing"});
    CHECK(run.take() == head + "applicationChanged" + at + R"("application":"waves",)" +
                            R"("sync":{"status":"Synced","revisions":[]},)" +
                            R"("health":{"status":"Progressing"}})"
                            "\n");
    run.see("waves", {.version = "11", .health = "Progressing"});
    CHECK(run.take() == "");
    run.see("waves", {.operation_state = R"({"phase":"Failed","message":"no",
        "startedAt":"2026-11-24T00:00:05Z","syncResult":{"revisions":["a","b"]}})"});
    CHECK(run.take().find(R"("operation":{"phase":"Failed","message":"no","revisions":["a","b"],)"
                          R"("startedAt":"2026-11-24T00:00:05Z"})") != std::string::npos);
}

TEST_CASE("events: rows, and of hooks what their columns mean") {
    event_run run;
    run.lines.changed("waves",
                      {{"apps", "Deployment", "d", "web", "Synced", "Healthy", "", "", true},
                       {"batch", "Job", "d", "db", "Running", "", "PreSync", "busy", false},
                       {"", "Pod", "d", "old", "", "Pruned", "", "pruned", false}});
    const auto row = head + "resourceChanged" + at + R"("application":"waves","resource":)";
    CHECK(run.text == row + R"({"group":"apps","kind":"Deployment","namespace":"d","name":"web",)" +
                          R"("status":"Synced","health":"Healthy"}})"
                          "\n" +
                          row + R"({"group":"batch","kind":"Job","namespace":"d","name":"db",)" +
                          R"("hookPhase":"Running","hookType":"PreSync","message":"busy"}})"
                          "\n" +
                          row + R"({"group":"","kind":"Pod","namespace":"d","name":"old",)" +
                          R"("result":"Pruned","message":"pruned"}})"
                          "\n");
}

TEST_CASE("events: trouble once until something is seen again") {
    event_run run;
    const error lost(error_kind::unreachable, "refused");
    run.lines.trouble("waves", lost);
    CHECK(run.take().find(R"("message":"refused")") != std::string::npos);
    run.lines.trouble("waves", lost);
    CHECK(run.take() == "");
    run.see("waves", {});
    run.take();
    run.lines.trouble("waves", lost);
    CHECK(run.take() != "");
}

TEST_CASE("events: the last record has it all") {
    event_run run;
    run.recorder.begun("waves");
    run.see("waves", {.health = "Progressing", .resources = R"([{"kind":"Pod","namespace":"d",
        "name":"p","status":"Synced","health":{"status":"Degraded","message":"crashed"}},
        {"kind":"ConfigMap","namespace":"d","name":"c","status":"Synced"}])"});
    run.time.advance(1'500ms);
    const application_ending end{
        .app = "waves", .how = ending::timed_out, .code = 30, .message = "late"};
    run.recorder.ended(end);
    run.take();
    run.lines.ended(end);
    const auto times = std::string(R"("startedAt":"2027-01-15T08:00:00Z",)") +
                       R"("finishedAt":"2027-01-15T08:00:01Z",)";
    const auto result =
        R"("application":"waves","outcome":"timed_out","exitCode":30,)" +
        (R"("message":"late",)" + times) + R"("durationSeconds":1.500,"revisions":[],)" +
        R"("sync":{"status":"Synced","revisions":[]},)" + R"("health":{"status":"Progressing"},)" +
        R"("unready":[{"group":"","kind":"Pod","namespace":"d","name":"p",)" +
        R"("status":"Synced","health":"Degraded","message":"crashed"}]})";
    CHECK(run.take() == head + "applicationFinished" + later + result + "\n");
    run.recorder.close("timed_out", 30, "late");
    run.lines.close();
    CHECK(run.take() == head + "runFinished" + later + R"("command":"app wait",)" +
                            R"("outcome":"timed_out","exitCode":30,"message":"late",)" + times +
                            R"("durationSeconds":1.500,"applications":[{)" + result + "]}\n");
}

TEST_CASE("events: one result of an application, whatever it was told to have come to before") {
    event_run run;
    run.recorder.begun("root");
    run.recorder.ended({.app = "root", .message = ""});
    run.recorder.begun("child");
    run.recorder.ended({.app = "child", .message = ""});
    run.time.advance(4s);
    run.recorder.begun("root");
    const auto& all = run.recorder.record().applications;
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all[0].is_over());
    run.time.advance(1s);
    run.recorder.ended({.app = "root", .message = ""});
    CHECK(all[0].took == 5s);
    CHECK(all[1].took == 0s);
    run.recorder.ended(
        {.app = "root", .how = ending::denied_or_missing, .code = 20, .message = ""});
    CHECK(all[0].outcome == "denied_or_missing");
    CHECK(all.size() == 2);
}

TEST_CASE("events: hostile text stays on its line") {
    event_run run;
    run.lines.trouble("a\nb", error(error_kind::server, "x\r\n{\"type\":\"runFinished\"}\xff\x1b"));
    CHECK(run.text.find('\n') == run.text.size() - 1);
    const auto read = proto::parse(run.text);
    CHECK(read.find("type")->string() == "trouble");
    CHECK(read.find("application")->string() == "a\nb");
}

} // namespace argocdpp::cli
