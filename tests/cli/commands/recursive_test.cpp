#include "application_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::application_run;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t times_in(const std::string& text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

struct child {
    std::string name;
    int wave = 0;
    std::string status = "Synced";
};

/// Rows of applications, and of something else.
std::string rows_of(const std::vector<child>& children) {
    std::string rows = R"([{"kind":"Service","namespace":"d","name":"s","status":"Synced"})";
    for (const auto& [name, wave, status] : children)
        rows += R"(,{"group":"argoproj.io","kind":"Application","namespace":"argocd","name":")" +
                name + R"(","status":")" + status + R"(","syncWave":)" + std::to_string(wave) + "}";
    return rows + "]";
}

std::string state_of(const std::string& name, const std::vector<child>& children,
                     app_facts facts = {}) {
    facts.resources = rows_of(children);
    auto text = app_json(facts);
    const std::string usual = R"("name":"waves")";
    text.replace(text.find(usual), usual.size(), R"("name":")" + name + '"');
    return text;
}

/// How children are asked for: their namespace is known.
tests::stub& get_child(application_run& world, const std::string& name,
                       const std::string& project = "") {
    return world.server.on("GET /api/v1/applications/" + name + "?appNamespace=argocd" + project);
}

void answer_settings(application_run& world) {
    world.server.on("GET /api/v1/settings").json(R"({"url":"https://cd.example.com"})").forever();
}

void answer_child(application_run& world, const std::string& name,
                  const std::vector<child>& children = {}) {
    get_child(world, name).json(state_of(name, children)).forever();
}

/// The names in the order of their first reads.
std::vector<std::string> order_of(const application_run& world, std::string_view method = "GET") {
    std::vector<std::string> names;
    const std::string base = "/api/v1/applications/";
    for (const auto& request : world.server.requests()) {
        if (request.method != method || !request.target.starts_with(base))
            continue;
        const auto name = request.target.substr(
            base.size(), request.target.find_first_of("?/", base.size()) - base.size());
        if (std::ranges::find(names, name) == names.end())
            names.push_back(name);
    }
    return names;
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("recursive: children wave by wave, each with its own, and no loops") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"b", 1}, {"a", 1}, {"z", -1}})).forever();
    answer_child(world, "z", {{"deep", 0}});
    answer_child(world, "deep", {{"root", 0}, {"z", 0}});
    answer_child(world, "a");
    answer_child(world, "b");
    CHECK(world.run({"app", "wait", "root", "--recursive"}) == 0);
    CHECK(order_of(world) == list{"root", "z", "deep", "a", "b"});
    const auto& text = world.streams.output;
    const auto table = text.substr(text.find("APPLICATION  "));
    for (const std::string name : {"root ", "argocd/z ", "argocd/deep ", "argocd/a ", "argocd/b "})
        CHECK(has(table, "\n" + name));
    CHECK(std::ranges::count(table, '\n') == 6);
}

TEST_CASE("recursive: a child that appears late is waited for") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"a"}})).times(2);
    world.get("", "root").json(state_of("root", {{"a"}, {"late"}})).forever();
    answer_child(world, "a");
    get_child(world, "late")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})")
        .times(3);
    answer_child(world, "late");
    CHECK(world.run({"app", "wait", "root", "--recursive"}) == 0);
    CHECK(order_of(world) == list{"root", "a", "late"});
    CHECK(has(world.streams.output, "\nargocd/late  succeeded"));
    CHECK(world.time.elapsed() == 4s);
}

TEST_CASE("recursive: a child that got a child of its own while others went on") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"quick"}, {"slow"}})).forever();
    // Once for its wait and once for its children; the others have their turns meanwhile.
    get_child(world, "quick").json(state_of("quick", {})).times(2);
    get_child(world, "quick").json(state_of("quick", {{"late"}})).forever();
    answer_child(world, "slow");
    answer_child(world, "late");
    CHECK(world.run({"app", "wait", "root", "--recursive"}) == 0);
    CHECK(order_of(world) == list{"root", "quick", "slow", "late"});
    CHECK(has(world.streams.output, "\nargocd/late   succeeded"));
}

TEST_CASE("recursive: a parent that a late child has changed is waited for again") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"a"}})).times(2);
    const auto changed =
        state_of("root", {{"a"}, {"late", 0, "OutOfSync"}}, {.version = "11", .sync = "OutOfSync"});
    world.get("", "root").json(changed).times(2);
    world.get("?project=default", "root").json(changed);
    world.get("?project=default", "root").json(state_of("root", {{"a"}, {"late"}})).forever();
    world.get("", "root").json(state_of("root", {{"a"}, {"late"}})).forever();
    world.server.on("GET /api/v1/stream/applications?name=root&resourceVersion=11")
        .hang()
        .forever();
    answer_child(world, "a");
    answer_child(world, "late");
    CHECK(world.run({"app", "wait", "root", "--recursive", "--events", "-"}) == 0);
    CHECK(has(world.streams.talk, "\nroot         succeeded            Synced"));
    CHECK(has(world.streams.talk, "\nargocd/late  succeeded"));
    CHECK(world.time.elapsed() >= 2s);
    const auto& events = world.streams.output;
    const auto last = events.substr(events.find(R"("type":"runFinished")"));
    for (const std::string name : {"root", "argocd/a", "argocd/late"})
        CHECK(times_in(last, R"("application":")" + name + '"') == 1);
    CHECK(times_in(events, R"("type":"applicationStarted")") == 4);
}

TEST_CASE("recursive: a child that is pruned meanwhile is done") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"a"}})).times(3);
    world.get("", "root").json(state_of("root", {})).forever();
    get_child(world, "a").json(state_of("a", {}, {.health = "Progressing"}));
    get_child(world, "a", "&project=default").status(404).json(R"({"code":5,"message":"gone"})");
    get_child(world, "a").status(403).json(R"({"code":7,"message":"permission denied"})").forever();
    world.server.on("GET /api/v1/stream/applications?name=a&appNamespace=argocd&resourceVersion=10")
        .hang()
        .forever();
    CHECK(world.run({"app", "wait", "root", "--recursive"}) == 0);
    CHECK(has(world.streams.output, "\nargocd/a     pruned"));
    CHECK_FALSE(has(world.streams.talk, "fatal"));
}

TEST_CASE("recursive: a child that is listed and not to be seen is a failure") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"a"}, {"b"}})).forever();
    get_child(world, "a").status(403).json(R"({"code":7,"message":"permission denied"})").forever();
    answer_child(world, "b");
    CHECK(world.run({"app", "wait", "root", "--recursive", "--keep-going", "--exit-codes",
                     "detailed"}) == 34);
    CHECK(world.time.elapsed() == 30s);
    CHECK(has(world.streams.talk, "1 of 3 applications failed: argocd/a\""));
    CHECK(has(world.streams.output, "\nargocd/b     succeeded"));
}

TEST_CASE("recursive: a sync of the parent, and then of its children in their waves") {
    application_run world;
    answer_settings(world);
    const app_facts synced = {.operation_state = tests::ended()};
    const std::vector<child> children = {{"a", 2}, {"b", 1}};
    world.get("", "root").json(state_of("root", children, synced)).forever();
    world.post_sync("root");
    for (const std::string name : {"a", "b"}) {
        get_child(world, name).json(state_of(name, {}, synced)).forever();
        world.server.on("POST /api/v1/applications/" + name + "/sync").json("{}");
    }
    CHECK(world.run({"app", "sync", "root", "--recursive"}) == 0);
    CHECK(order_of(world, "POST") == list{"root", "b", "a"});
}

TEST_CASE("recursive: a wave of several at once, and the next one after it") {
    application_run world;
    answer_settings(world);
    world.get("", "root").json(state_of("root", {{"a", 0}, {"b", 0}, {"c", 1}})).forever();
    for (const std::string name : {"a", "b", "c"}) {
        get_child(world, name).json(state_of(name, {}, {.health = "Progressing"})).times(1);
        get_child(world, name, "&project=default").json(state_of(name, {})).forever();
        get_child(world, name).json(state_of(name, {})).forever();
        world.server
            .on("GET /api/v1/stream/applications?name=" + name +
                "&appNamespace=argocd&resourceVersion=10")
            .hang()
            .forever();
    }
    CHECK(world.run({"app", "wait", "root", "--recursive", "--parallel", "5"}) == 0);
    CHECK(world.time.elapsed() == 4s);
}

TEST_CASE("recursive: what is for one application alone does not go with it") {
    for (const auto& words :
         {list{"app", "wait", "a", "--delete"}, list{"app", "sync", "a", "--revision", "x"},
          list{"app", "sync", "a", "--preview-changes"}}) {
        application_run world;
        auto all = words;
        all.push_back("--recursive");
        CHECK(world.run(all) == 1);
        CHECK(world.server.requests().empty());
    }
}

} // namespace argocdpp
