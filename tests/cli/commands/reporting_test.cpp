#include "application_run.hpp"

#include <argocdpp/proto/json.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::application_run;
using tests::event_line;

constexpr std::string_view later = "?project=default";

std::string deployment(std::string_view health) {
    return R"([{"group":"apps","kind":"Deployment","namespace":"d","name":"web","status":"Synced",
        "health":{"status":")" +
           std::string(health) + R"("}}])";
}

void answer_for_ever(application_run& world, const app_facts& state) {
    world.answer_settings();
    world.get().json(app_json(state)).forever();
    world.get(later).json(app_json(state)).forever();
    world.get("?project=default&refresh=normal").json(app_json(state)).forever();
    world.stream().hang().forever();
}

std::vector<proto::any> records(const std::string& text) {
    std::vector<proto::any> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        found.push_back(proto::parse(line));
    return found;
}

/// The types of the records, in order.
std::string types(const std::string& text) {
    std::string all;
    for (const auto& record : records(text))
        all += (all.empty() ? "" : " ") + record.find("type")->string();
    return all;
}

std::string member(const proto::any& record, std::string_view key) {
    const auto* found = record.find(key);
    return !found ? "" : found->is_string() ? found->string() : proto::write(*found);
}

std::string content(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

std::size_t count(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

} // namespace

TEST_CASE("--events -: standard output has the records alone, standard error the answer") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.health = "Progressing", .resources = deployment("Missing")}));
    world.get(later)
        .json(app_json({.health = "Progressing", .resources = deployment("Missing")}))
        .forever();
    world.stream()
        .piece(event_line("MODIFIED", {.version = "12", .resources = deployment("Healthy")}))
        .hang();
    CHECK(world.run({"app", "wait", "waves", "--events", "-"}) == 0);
    CHECK(types(world.streams.output) ==
          "runStarted applicationStarted applicationChanged resourceChanged applicationChanged "
          "applicationFinished runFinished");
    CHECK(world.streams.talk.find("\nHealth Status:      Healthy\n") != std::string::npos);
    const auto last = records(world.streams.output).back();
    CHECK(member(last, "outcome") == "succeeded");
    CHECK(member(last, "exitCode") == "0");
}

TEST_CASE("--events: the last record of a wait whose token expires") {
    application_run world;
    world.answer_settings();
    const auto state = app_json({.health = "Progressing", .resources = deployment("Progressing")});
    world.get().json(state);
    world.get(later).json(state).times(2);
    world.get(later).status(401).json(
        R"({"error":"token is expired","code":16,"message":"token is expired"})");
    world.stream().hang().forever();
    const auto path = world.directory / "events";
    CHECK(world.run({"app", "wait", "waves", "--exit-codes", "detailed", "--events",
                     path.string()}) == 33);
    const auto last = records(content(path)).back();
    CHECK(member(last, "type") == "runFinished");
    CHECK(member(last, "outcome") == "unauthenticated");
    CHECK(member(last, "exitCode") == "33");
    CHECK(member(last, "message").find("token is expired") != std::string::npos);
    const auto& one = last.find("applications")->items().front();
    CHECK(member(one, "outcome") == "unauthenticated");
    CHECK(one.find("unready")->items().size() == 1);
}

TEST_CASE("--events: sync and rollback tell of the application as it was asked for") {
    application_run world;
    world.answer_finished_sync({.sync = "OutOfSync"}, {.operation_state = tests::ended("Failed")});
    CHECK(world.run({"app", "sync", "waves", "--events", "-"}) == 1);
    auto last = records(world.streams.output).back();
    CHECK(member(last, "outcome") == "operation_failed");
    auto one = last.find("applications")->items().front();
    CHECK(member(*one.find("operation"), "phase") == "Failed");

    application_run back;
    auto deployed = app_json({.operation_state = tests::ended()});
    deployed.insert(deployed.find(R"("status":{)") + 10,
                    R"("history":[{"revision":"a"},{"id":4,"revision":"b"}],)");
    back.get().json(deployed);
    back.server.on("POST /api/v1/applications/waves/rollback").json("{}");
    back.answer_settings();
    back.get("?appNamespace=argocd").json(deployed);
    CHECK(back.run({"app", "rollback", "waves", "--events", "-"}) == 0);
    last = records(back.streams.output).back();
    one = last.find("applications")->items().front();
    CHECK(member(one, "application") == "waves");
    CHECK(member(*one.find("sync"), "status") == "Synced");
}

TEST_CASE("--events: what had no turn is skipped, and each application told of once") {
    const std::vector<std::vector<std::string>> ways = {{}, {"--total-timeout", "1h"}};
    for (const auto& flags : ways) {
        CAPTURE(flags.size());
        application_run world;
        world.answer_settings();
        world.get().status(401).json(R"({"code":16,"message":"token is expired"})");
        std::vector<std::string> words = {"app",  "wait", "waves",    "late",
                                          "more", "late", "--events", "-"};
        words.insert(words.end(), flags.begin(), flags.end());
        CHECK(world.run(words) == 20);
        CHECK(types(world.streams.output) ==
              "runStarted applicationStarted applicationFinished applicationFinished "
              "applicationFinished runFinished");
        std::string told;
        const auto last = records(world.streams.output).back();
        for (const auto& one : last.find("applications")->items())
            told += member(one, "application") + ' ' + member(one, "outcome") + ' ' +
                    member(one, "exitCode") + ' ' + member(one, "durationSeconds") + '\n';
        CHECK(told == "waves unauthenticated 20 0.000\nlate skipped 0 0.000\n"
                      "more skipped 0 0.000\n");
    }
}

TEST_CASE("--events: what --total-timeout left no time for is told of") {
    application_run world;
    answer_for_ever(world, {.health = "Progressing"});
    CHECK(world.run({"app", "wait", "waves", "late", "--total-timeout", "10s", "--events", "-"}) ==
          20);
    const auto last = records(world.streams.output).back();
    const auto& late = last.find("applications")->items().back();
    CHECK(member(late, "application") == "late");
    CHECK(member(late, "outcome") == "timed_out");
    CHECK(member(late, "message") == "not begun within --total-timeout");
}

TEST_CASE("--events: delete --wait tells what it sees") {
    application_run world;
    world.get().json(app_json({}));
    world.server.on("DELETE /api/v1/applications/waves").json("{}");
    world.get(later).json(app_json({.version = "11", .health = "Missing"})).forever();
    world.stream().after(3s).piece(event_line("DELETED", {.version = "12"})).hang();
    CHECK(world.run({"app", "delete", "waves", "--wait", "--yes", "--events", "-"}) == 0);
    CHECK(types(world.streams.output) == "runStarted applicationStarted applicationChanged "
                                         "applicationFinished runFinished");
    CHECK(world.streams.talk == "application 'waves' deleted\n");
}

TEST_CASE("reports: a run that fails before any application is told of, a wrong call is not") {
    application_run world;
    world.names("selector=team%3Dweb", {});
    const auto path = world.directory / "report.xml";
    CHECK(world.run({"app", "sync", "-l", "team=web", "--report", "junit=" + path.string()}) == 1);
    CHECK(content(path).find(R"(tests="1" failures="1")") != std::string::npos);
    CHECK(content(path).find("No matching apps") != std::string::npos);

    application_run wrong;
    const auto none = wrong.directory / "report.xml";
    CHECK(wrong.run({"app", "sync", "--report", "junit=" + none.string()}) == 1);
    CHECK(wrong.run({"app", "sync", "a", "b", "--revisions", "x", "--report",
                     "junit=" + none.string()}) == 1);
    CHECK_FALSE(std::filesystem::exists(none));
}

TEST_CASE("reports: what can't be followed is told before anything is asked") {
    const std::vector<std::vector<std::string>> bad = {
        {"--report", "xml=x"},        {"--report", "junit="}, {"--report", "junit=/no/folder/x"},
        {"--events", "/no/folder/x"}, {"--events", "1"},      {"--ci", "jenkins"},
        {"--heartbeat", "-1s"},
    };
    for (auto words : bad) {
        CAPTURE(words.back());
        application_run world;
        words.insert(words.begin(), {"app", "sync", "waves"});
        CHECK(world.run(words) == 1);
        CHECK(world.server.requests().empty());
        CHECK(count(world.streams.talk, "\"fatal\"") == 1);
    }
}

TEST_CASE("--heartbeat: once an interval while nothing changes") {
    application_run world;
    answer_for_ever(world, {.health = "Progressing", .resources = deployment("Progressing")});
    CHECK(world.run({"app", "wait", "waves", "--timeout", "200", "--heartbeat", "1m"}) == 20);
    CHECK(count(world.streams.talk, "still waiting") == 3);
    for (const std::string time : {"1m0s", "2m0s", "3m0s"})
        CHECK(world.said("still waiting for application 'waves': 1 of 1 resources Progressing, " +
                         time));
    CHECK(world.time.elapsed() == 200s);
}

TEST_CASE("--heartbeat: a change puts it off, and the end is not held up") {
    application_run world;
    const app_facts waiting{.health = "Progressing", .resources = deployment("Progressing")};
    world.answer_settings();
    world.get().json(app_json(waiting)).forever();
    world.get(later).json(app_json(waiting)).forever();
    world.stream()
        .after(50s)
        .piece(
            event_line("MODIFIED",
                       {.version = "11", .health = "Degraded", .resources = deployment("Missing")}))
        .after(55s)
        .piece(event_line("MODIFIED", {.version = "12", .resources = deployment("Healthy")}))
        .hang();
    CHECK(world.run({"app", "wait", "waves", "--heartbeat", "1m"}) == 0);
    CHECK(world.streams.talk == "");
    CHECK(world.time.elapsed() == 105s);
}

TEST_CASE("--ci: groups, an annotation, a summary, and a heartbeat by itself") {
    application_run world;
    const auto summary = world.directory / "summary.md";
    std::ofstream(summary) << "before\n";
    world.variables["GITHUB_ACTIONS"] = "true";
    world.variables["GITHUB_STEP_SUMMARY"] = summary.string();
    world.variables["ARGOCDPP_CI"] = "auto";
    answer_for_ever(world, {.health = "Progressing", .resources = deployment("Progressing")});
    CHECK(world.run({"app", "wait", "waves", "--timeout", "70"}) == 20);
    CHECK(world.streams.output.starts_with("::group::argocdpp app wait waves\n"));
    CHECK(world.streams.output.find("\n::endgroup::\n::error title=argocdpp app wait waves::timed "
                                    "out (70s)") != std::string::npos);
    CHECK(content(summary).starts_with("before\n### argocdpp app wait: 0 of 1 succeeded\n"));
    CHECK(count(world.streams.talk, "still waiting") == 1);

    application_run quiet;
    quiet.variables["ARGOCDPP_CI"] = "gitlab";
    answer_for_ever(quiet, {.health = "Progressing"});
    CHECK(quiet.run({"app", "wait", "waves", "--timeout", "70", "--heartbeat", "0"}) == 20);
    CHECK(count(quiet.streams.talk, "still waiting") == 0);
    CHECK(count(quiet.streams.output, "section_") == 2);
}

TEST_CASE("--ci auto: nothing at all where no CI system shows") {
    application_run plain;
    answer_for_ever(plain, {});
    CHECK(plain.run({"app", "wait", "waves"}) == 0);
    application_run automatic;
    answer_for_ever(automatic, {});
    CHECK(automatic.run({"app", "wait", "waves", "--ci", "auto"}) == 0);
    CHECK(automatic.streams.output == plain.streams.output);
    CHECK(automatic.streams.talk == plain.streams.talk);
}

} // namespace argocdpp
