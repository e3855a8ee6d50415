#include "application_run.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::application_run;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string set_json(const std::vector<std::string>& apps, std::string_view up_to_date = "True",
                     std::string_view error = "") {
    std::string rows;
    for (const auto& name : apps)
        rows += std::string(rows.empty() ? "" : ",") + R"({"group":"argoproj.io",)" +
                R"("kind":"Application","namespace":"argocd","name":")" + name + R"("})";
    return R"({"metadata":{"name":"s","namespace":"argocd"},"status":{"resources":[)" + rows +
           R"(],"conditions":[{"type":"ErrorOccurred","status":")" +
           (error.empty() ? "False" : "True") + R"(","message":")" + std::string(error) +
           R"("},{"type":"ResourcesUpToDate","status":")" + std::string(up_to_date) +
           R"(","message":"step 1 is under way"}]}})";
}

/// The list that is asked for where the set's status may not name all.
tests::stub& list_apps(application_run& world, const std::string& items = "") {
    return world.server.on("GET /api/v1/applications?appNamespace=argocd")
        .json(R"({"items":[)" + items + "]}");
}

std::string owned(const std::string& name, const std::string& kind, const std::string& owner) {
    return R"({"metadata":{"name":")" + name + R"(","namespace":"argocd","ownerReferences":[)" +
           R"({"kind":")" + kind + R"(","name":")" + owner + R"("}]}})";
}

tests::stub& get_set(application_run& world) {
    return world.server.on("GET /api/v1/applicationsets/s");
}

void answer_app(application_run& world, const std::string& name, const app_facts& facts,
                duration delay = 0s) {
    auto text = app_json(facts);
    const std::string usual = R"("name":"waves")";
    text.replace(text.find(usual), usual.size(), R"("name":")" + name + '"');
    const auto path = "/applications/" + name + "?appNamespace=argocd";
    for (const std::string query : {"", "&project=default"})
        world.server.on("GET /api/v1" + path + query).after(delay).json(text).forever();
    world.server
        .on("GET /api/v1/stream/applications?name=" + name +
            "&appNamespace=argocd&resourceVersion=10")
        .hang()
        .forever();
}

void answer_settings(application_run& world) {
    world.server.on("GET /api/v1/settings").json(R"({"url":"https://cd.example.com"})").forever();
}

} // namespace

TEST_CASE("appset wait: the set and each of its applications, also those that appear late") {
    application_run world;
    answer_settings(world);
    get_set(world).json(set_json({}, "False"));
    get_set(world).json(set_json({}, "False"));
    get_set(world).json(set_json({"a"})).times(2);
    get_set(world).json(set_json({"a", "late"})).forever();
    answer_app(world, "a", {});
    answer_app(world, "late", {});
    CHECK(world.run({"appset", "wait", "s"}) == 0);
    const auto& text = world.streams.output;
    CHECK(has(text, "\nargocd/a     succeeded            Synced  Healthy"));
    CHECK(has(text, "\nargocd/late  succeeded            Synced  Healthy"));
    CHECK(text.ends_with("\napplicationset 's' up to date, with 2 applications\n"));
}

TEST_CASE("appset wait: a set without applications need only be up to date") {
    application_run world;
    get_set(world).json(set_json({}, "False")).times(4);
    get_set(world).json(set_json({})).forever();
    list_apps(world);
    CHECK(world.run({"appset", "wait", "s"}) == 0);
    CHECK(world.streams.output.ends_with("applicationset 's' up to date, with 0 applications\n"));
    CHECK(world.time.elapsed() <= 6s);
}

TEST_CASE("appset wait: applications that the status of the set does not name") {
    for (const std::string named : {"", "a"}) {
        CAPTURE(named);
        application_run world;
        answer_settings(world);
        auto set = set_json(named.empty() ? std::vector<std::string>() : std::vector{named});
        set.insert(set.find(R"("conditions")"), R"("resourcesCount":2,)");
        get_set(world).json(set).forever();
        list_apps(world).fail(error_kind::unavailable);
        list_apps(world, owned("b", "ApplicationSet", "s") + "," +
                             owned("a", "ApplicationSet", "s") + "," +
                             owned("of-another", "ApplicationSet", "t") + "," +
                             owned("of-app", "Application", "s") + "," +
                             R"({"metadata":{"name":"free","namespace":"argocd"}})")
            .times(2);
        answer_app(world, "a", {});
        answer_app(world, "b", {.sync = "OutOfSync"});
        CHECK(world.run({"appset", "wait", "s", "--health", "--keep-going"}) == 0);
        const auto& text = world.streams.output;
        CHECK(has(text, "\nargocd/a     succeeded            Synced     Healthy"));
        CHECK(has(text, "\nargocd/b     succeeded            OutOfSync  Healthy"));
        CHECK(text.ends_with("\napplicationset 's' up to date, with 2 applications\n"));
    }
}

TEST_CASE("appset wait: an error of a generator ends it at once") {
    for (const bool is_late : {false, true}) {
        CAPTURE(is_late);
        application_run world;
        answer_settings(world);
        answer_app(world, "a", {.health = "Progressing"});
        if (is_late)
            get_set(world).json(set_json({"a"})).times(6);
        get_set(world).json(set_json({"a"}, "False", "no such repository")).forever();
        CHECK(world.run({"appset", "wait", "s"}) == 20);
        CHECK(world.said(R"(ApplicationSet "s": no such repository)"));
        CHECK(world.time.elapsed() <= 12s);
        CHECK(has(world.streams.output, "\nAPPLICATION  RESULT") == is_late);
        CHECK(has(world.streams.output, "\nargocd/a     stopped            Synced  Progressing") ==
              is_late);
    }
}

TEST_CASE("appset wait: events and reports have an end, also where the set has failed") {
    application_run world;
    answer_settings(world);
    answer_app(world, "a", {.health = "Progressing"});
    get_set(world).json(set_json({"a"})).times(6);
    get_set(world).json(set_json({"a"}, "False", "no such repository")).forever();
    const auto path = world.directory / "report.xml";
    CHECK(world.run({"appset", "wait", "s", "--events", "-", "--report",
                     "junit=" + path.string()}) == 20);
    const auto& events = world.streams.output;
    const auto last = events.substr(events.rfind(R"("type":"runFinished")"));
    CHECK(has(last, R"("command":"appset wait","outcome":"failed","exitCode":20,)"
                    R"("message":"ApplicationSet \"s\": no such repository")"));
    CHECK(has(last, R"("application":"argocd/a","outcome":"failed","exitCode":1,"message":)"
                    R"("not waited for any longer: ApplicationSet \"s\": no such repository")"));
    std::ostringstream report;
    report << std::ifstream(path).rdbuf();
    CHECK(has(report.str(), R"(name="argocd/a")"));
    CHECK(has(world.streams.talk, "\nargocd/a     stopped"));
}

TEST_CASE("appset wait: at the end of the time it is the applications that are late") {
    application_run world;
    answer_settings(world);
    // The set is being read then, and the application takes half a second more to be told of.
    get_set(world).after(1500ms).json(set_json({"a"})).forever();
    answer_app(world, "a", {.health = "Progressing"}, 500ms);
    CHECK(world.run({"appset", "wait", "s", "--timeout", "8"}) == 20);
    CHECK(world.time.elapsed() == 8500ms);
    CHECK(world.said(
        R"(application 'argocd/a': timed out (7s) waiting for app "argocd/a" match desired state)"));
    CHECK(has(world.streams.output, "\nargocd/a     timed_out"));
}

TEST_CASE("appset wait: an application that is not as asked for fails it") {
    application_run world;
    answer_settings(world);
    get_set(world).json(set_json({"a", "b"})).forever();
    answer_app(world, "a", {});
    answer_app(world, "b", {.health = "Progressing"});
    CHECK(world.run({"appset", "wait", "s", "--timeout", "9", "--exit-codes", "detailed"}) == 30);
    CHECK(world.time.elapsed() == 9s);
    CHECK(has(world.streams.talk, "1 of 2 applications failed: argocd/b"));
    // Another state of the same applications is one that is there.
    application_run other;
    answer_settings(other);
    get_set(other).json(set_json({"b"})).forever();
    answer_app(other, "b", {.health = "Progressing"});
    CHECK(other.run({"appset", "wait", "s", "--sync"}) == 0);
}

TEST_CASE("appset wait: a set that gets nowhere, that is gone, and that never was") {
    application_run slow;
    get_set(slow).json(set_json({}, "False")).forever();
    CHECK(slow.run({"appset", "wait", "s", "--timeout", "7"}) == 20);
    CHECK(slow.time.elapsed() == 7s);
    CHECK(slow.said(R"(timed out (7s) waiting for ApplicationSet "s" to be up to date: )"
                    "step 1 is under way"));
    application_run gone;
    get_set(gone).json(set_json({}, "False")).times(2);
    get_set(gone).status(404).json(R"({"code":5,"message":"not found"})").forever();
    CHECK(gone.run({"appset", "wait", "s"}) == 20);
    CHECK(gone.said(R"(ApplicationSet "s" was deleted meanwhile)"));
    application_run never;
    get_set(never).status(404).json(R"({"code":5,"message":"not found"})").forever();
    CHECK(never.run({"appset", "wait", "s"}) == 20);
    CHECK(never.said(R"(ApplicationSet "s" not found)"));
}

} // namespace argocdpp
