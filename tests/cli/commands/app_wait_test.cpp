#include "application_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

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

/// A wait for an application that does not change any more, in this state.
void answer_for_ever(application_run& world, const app_facts& state) {
    world.answer_settings();
    world.get().json(app_json(state)).forever();
    world.get(later).json(app_json(state)).forever();
    world.get("?project=default&refresh=normal").json(app_json(state)).forever();
    world.stream().hang().forever();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::size_t lines_with(const std::string& text, std::string_view part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

} // namespace

TEST_CASE("app wait: what is so already is printed at once, without live rows") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.resources = deployment("Healthy")}));
    CHECK(world.run({"app", "wait", "waves"}) == 0);
    CHECK(world.streams.output.starts_with("\nName:               argocd/waves\n"));
    CHECK(has(world.streams.output, "SyncWindow:         Sync Allowed\n"));
    CHECK_FALSE(has(world.streams.output, "TIMESTAMP"));
    CHECK(world.streams.talk == "");
    CHECK(world.time.elapsed() == 0s);
}

TEST_CASE("app wait: live rows while it lasts, one header, then the state") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.health = "Progressing", .resources = deployment("Missing")}));
    world.get(later)
        .json(app_json({.health = "Progressing", .resources = deployment("Missing")}))
        .forever();
    world.stream()
        .piece(event_line(
            "MODIFIED",
            {.version = "11", .health = "Progressing", .resources = deployment("Progressing")}))
        .after(500ms)
        .piece(event_line("MODIFIED", {.version = "12", .resources = deployment("Healthy")}))
        .hang();
    CHECK(world.run({"app", "wait", "waves"}) == 0);
    CHECK(lines_with(world.streams.output, "TIMESTAMP") == 1);
    CHECK(lines_with(world.streams.output, "Progressing") == 1);
    CHECK(has(world.streams.output, "Health Status:      Healthy\n"));
    CHECK(world.time.elapsed() == 500ms);
}

TEST_CASE("app wait: each condition alone") {
    const app_facts degraded{.sync = "OutOfSync", .health = "Degraded"};
    const app_facts suspended{.sync = "OutOfSync", .health = "Suspended"};
    const app_facts busy{.health = "Degraded", .operation = tests::asked};
    const std::vector<std::pair<app_facts, std::vector<std::string>>> met = {
        {degraded, {"--degraded"}},
        {suspended, {"--suspended"}},
        {suspended, {"--suspended", "--health"}},
        {degraded, {"--operation"}},
        {busy, {"--sync"}},
        {{.sync = "OutOfSync"}, {"--health"}},
    };
    for (const auto& [state, flags] : met) {
        CAPTURE(flags.front());
        application_run world;
        answer_for_ever(world, state);
        std::vector<std::string> words = {"app", "wait", "waves", "--timeout", "5"};
        words.insert(words.end(), flags.begin(), flags.end());
        CHECK(world.run(words) == 0);
        CHECK(world.time.elapsed() == 0s);
        // None of them is what is waited for where nothing is said.
        application_run usual;
        answer_for_ever(usual, state);
        CHECK(usual.run({"app", "wait", "waves", "--timeout", "5"}) == 20);
    }
}

TEST_CASE("app wait: the timeout, in words and as 20") {
    application_run world;
    answer_for_ever(world, {.health = "Progressing", .resources = deployment("Progressing")});
    CHECK(world.run({"app", "wait", "waves", "--timeout", "7"}) == 20);
    const auto& text = world.streams.output;
    CHECK(has(text, "\nThis is the state of the app after wait timed out:\n"
                    "\nThe command timed out waiting for the conditions to be met.\n"
                    "\nName:               argocd/waves\n"));
    CHECK(has(text, "Health Status:      Progressing\n"));
    CHECK(world.said(R"(timed out (7s) waiting for app "waves" match desired state)"));
    CHECK(world.time.elapsed() == 7s);
}

TEST_CASE("app wait: a timeout with a server that fell silent ends all the same") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.health = "Progressing"}));
    world.get(later).hang().forever();
    world.stream().hang().forever();
    CHECK(world.run({"app", "wait", "waves", "--timeout", "20"}) == 20);
    CHECK(has(world.streams.talk, "as last seen: no answer in time"));
    CHECK(has(world.streams.output, "Health Status:      Progressing\n"));
    CHECK(world.time.elapsed() == 21s);
}

TEST_CASE("app wait: how often it looks can be chosen") {
    application_run world;
    world.variables["ARGOCDPP_POLL"] = "300ms";
    answer_for_ever(world, {.health = "Progressing"});
    CHECK(world.run({"app", "wait", "waves", "--timeout", "6"}) == 20);
    CHECK(world.count("GET") > 20);
    for (const std::string bad : {"0", "1ms", "2h", "-1s", "often"}) {
        for (const auto& words : {std::vector<std::string>{"app", "wait", "waves"},
                                  {"app", "sync", "waves"},
                                  {"app", "rollback", "waves"}}) {
            application_run refused;
            refused.variables["ARGOCDPP_POLL"] = bad;
            CHECK(refused.run(words) == 1);
            CHECK(refused.said("ARGOCDPP_POLL takes a duration between 10ms and 1h, such as 500ms, "
                               "not \"" +
                               bad + "\""));
            CHECK(refused.server.requests().empty());
        }
    }
}

TEST_CASE("app wait: an address that does not come takes nothing from the wait") {
    const auto wait = [](const std::function<void(tests::stub&)>& how,
                         std::vector<std::string> more = {}) {
        application_run world;
        how(world.server.on("GET /api/v1/settings"));
        world.get().json(app_json({}));
        more.insert(more.begin(), {"app", "wait", "waves"});
        CHECK(world.run(more) == 0);
        CHECK(has(world.streams.output, "URL:                https://cd.example.com/"));
        return world.time.elapsed();
    };
    const auto silent = [](tests::stub& answer) { answer.hang(); };
    CHECK(wait(silent) == 15s);
    CHECK(wait(silent, {"--timeout", "8"}) == 4s);
    CHECK(wait([](tests::stub& answer) { answer.status(500).json("{}"); }) == 0s);
    CHECK(wait([](tests::stub& answer) { answer.json("{\"url\":"); }) == 0s);
}

TEST_CASE("app wait: with json or yaml standard output is the document alone") {
    for (const std::string format : {"json", "yaml"}) {
        application_run world;
        world.get().json(app_json({.health = "Progressing", .resources = deployment("Missing")}));
        world.get(later).json(app_json({.version = "11"}));
        world.stream().hang();
        CHECK(world.run({"app", "wait", "waves", "-o", format}) == 0);
        CHECK(
            world.streams.output.starts_with(format == "json" ? "{\n  \"metadata\"" : "metadata:"));
        CHECK_FALSE(has(world.streams.output, "TIMESTAMP"));
        CHECK(world.time.elapsed() == 2s);
    }
    application_run late;
    late.get().json(app_json({.health = "Progressing"}));
    late.get(later).json(app_json({.health = "Progressing"})).forever();
    late.stream().hang();
    CHECK(late.run({"app", "wait", "waves", "-o", "json", "--timeout", "5"}) == 20);
    CHECK(late.streams.output.starts_with("{"));
    CHECK(late.streams.output.ends_with("}\n"));
}

TEST_CASE("app wait: the tree, and an unknown format") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.resources = deployment("Healthy")}));
    world.get("/resource-tree").json(R"({"nodes":[{"uid":"1","kind":"Pod","name":"p"}]})");
    CHECK(world.run({"app", "wait", "waves", "-o", "tree"}) == 0);
    CHECK(has(world.streams.output, "KIND/NAME"));
    CHECK(has(world.streams.output, "Pod/p"));

    application_run unknown;
    unknown.answer_settings();
    unknown.get().json(app_json({}));
    CHECK(unknown.run({"app", "wait", "waves", "-o", "xml"}) == 20);
    CHECK(unknown.said("unknown output format: xml"));
}

TEST_CASE("app wait: turning degraded ends it with 20") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.health = "Progressing", .resources = deployment("Progressing")}));
    world.stream()
        .piece(event_line(
            "MODIFIED",
            {.version = "11", .health = "Degraded", .resources = deployment("Degraded")}))
        .hang();
    CHECK(world.run({"app", "wait", "waves", "--health"}) == 20);
    CHECK(world.said("application 'waves' health state has transitioned from Progressing to "
                     "Degraded"));
    CHECK(has(world.streams.output, "Health Status:      Degraded\n"));
}

TEST_CASE("app wait: a refresh that never answers gives a warning and not a hang") {
    const auto wait = [](std::vector<std::string> more) {
        application_run world;
        world.answer_settings();
        world.get().json(app_json({.operation = tests::asked}));
        world.get(later).json(app_json({.operation = tests::asked})).forever();
        world.stream()
            .piece(event_line("MODIFIED", {.version = "11", .operation_state = tests::ended()}))
            .hang();
        world.get("?project=default&refresh=normal").hang();
        more.insert(more.begin(), {"app", "wait", "waves"});
        CHECK(world.run(more) == 0);
        CHECK(has(world.streams.talk, "the state of application 'waves' is as last seen: no answer "
                                      "in time"));
        CHECK(has(world.streams.output, "Phase:              Succeeded\n"));
        return world.time.elapsed();
    };
    CHECK(wait({}) == 10s);
    CHECK(wait({"--timeout", "300"}) == 10s);
    CHECK(wait({"--timeout", "4"}) == 4s);
}

TEST_CASE("app wait: deletion") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({}));
    world.stream().piece(event_line("DELETED", {.version = "11"})).hang();
    CHECK(world.run({"app", "wait", "waves", "--delete"}) == 0);
    CHECK(world.streams.output.ends_with("Application 'argocd/waves' deleted\n"));
}

TEST_CASE("app wait: what ends it though it was not waited for") {
    const auto wait = [](int status, std::string_view body) {
        application_run world;
        world.answer_settings();
        world.get().json(app_json({.health = "Progressing"}));
        world.get(later).status(status).json(body).forever();
        world.stream().hang().forever();
        CHECK(world.run({"app", "wait", "waves"}) == 20);
        CHECK(has(world.streams.talk, "from the server"));
        return world.time.elapsed();
    };
    CHECK(wait(401, R"({"code":16,"message":"from the server"})") < 5s);
    CHECK(wait(404, R"({"code":5,"message":"from the server"})") < 5s);
    const auto denied = wait(403, R"({"code":7,"message":"from the server"})");
    CHECK((denied >= 30s && denied < 1min));
    const auto failing = wait(500, R"({"code":13,"message":"from the server"})");
    CHECK((failing >= 5min && failing < 6min));
}

TEST_CASE("app wait: trouble is said once, not once an attempt") {
    application_run world;
    world.answer_settings();
    world.get().json(app_json({.health = "Progressing"}));
    world.get(later).status(500).json(R"({"code":13,"message":"oh"})").times(3);
    world.get(later).json(app_json({.version = "11"}));
    world.stream().hang().forever();
    CHECK(world.run({"app", "wait", "waves"}) == 0);
    CHECK(lines_with(world.streams.talk, "still waiting for application 'waves'") == 1);
}

TEST_CASE("app wait: several names, in order, until the first failure") {
    application_run world;
    world.server.on("GET /api/v1/settings").json("{}").times(2);
    world.get("", "a").json(app_json({}));
    world.get("?appNamespace=x", "b").status(404).json(R"({"code":5,"message":"no b"})");
    CHECK(world.run({"app", "wait", "a", "x/b", "c"}) == 20);
    CHECK(world.said("rpc error: code = NotFound desc = no b"));
    CHECK(world.server.requests().size() == 4);
    // Without a name of its own the server is known by its address.
    CHECK(has(world.streams.output, "URL:                https://cd.example.com/applications/a\n"));
}

TEST_CASE("app wait: names of a selector, with the namespace for bare names only") {
    application_run world;
    world.names("selector=team%3Dweb", {"a"});
    world.answer_settings().times(2);
    world.get("?appNamespace=x", "bare").json(app_json({}));
    world.get("?appNamespace=argocd", "a").json(app_json({}));
    CHECK(world.run({"app", "wait", "bare", "-l", "team=web", "-N", "x"}) == 0);

    application_run none;
    none.names("selector=team%3Dweb", {});
    CHECK(none.run({"app", "wait", "-l", "team=web"}) == 0);
    CHECK(none.streams.output == "");
}

TEST_CASE("app wait: resources") {
    const app_facts half{.sync = "OutOfSync",
                         .health = "Degraded",
                         .resources = R"([{"kind":"ConfigMap","name":"a","status":"Synced"},
        {"group":"apps","kind":"Deployment","namespace":"d","name":"web","status":"OutOfSync"}])"};
    const auto wait = [&](std::string resource) {
        application_run world;
        answer_for_ever(world, half);
        return world.run({"app", "wait", "waves", "--timeout", "3", "--resource", resource});
    };
    CHECK(wait(":ConfigMap:a") == 0);
    CHECK(wait("!apps:*:*") == 0);
    CHECK(wait("apps:Deployment:d/web") == 20);

    application_run bad;
    CHECK(bad.run({"app", "wait", "waves", "--resource", "a:b"}) == 20);
    CHECK(bad.said("resource should have GROUP:KIND:NAME, but instead got: a:b"));
}

TEST_CASE("app wait: neither name nor selector: help, 1") {
    application_run world;
    CHECK(world.run({"app", "wait"}) == 1);
    CHECK(has(world.streams.output, "argocdpp app wait"));
}

TEST_CASE("app wait: on a terminal the picture is gone before the state is printed") {
    const auto shown = [](bool is_terminal) {
        application_run world;
        world.streams.is_terminal = is_terminal;
        world.variables["NO_COLOR"] = "1";
        world.answer_settings();
        world.get().json(app_json({.health = "Progressing", .resources = deployment("Missing")}));
        world.get(later).json(app_json({.version = "11", .resources = deployment("Healthy")}));
        world.stream().hang();
        CHECK(world.run({"app", "wait", "waves"}) == 0);
        return world.streams.output;
    };
    const auto picture = shown(true);
    const auto text = shown(false);
    const std::string gone = "\r\x1b[2A\x1b[J";
    REQUIRE(has(picture, gone));
    CHECK(picture.substr(picture.find(gone) + gone.size()) == text.substr(text.find("\nName:")));
    CHECK_FALSE(has(picture, "TIMESTAMP"));
    CHECK_FALSE(has(text, "\x1b"));
}

TEST_CASE("app wait: with a fault at any request it ends, and says why where that is badly") {
    tests::with_every_fault(
        [](application_run& world) {
            world.names("selector=a%3Db", {"waves"});
            world.answer_settings();
            const std::string whole = "?appNamespace=argocd&project=default";
            world.get("?appNamespace=argocd").json(app_json({.operation = tests::asked}));
            world.get(whole).json(app_json({.operation = tests::asked}));
            world.get(whole).json(app_json({.operation_state = tests::ended()})).forever();
            world.get(whole + "&refresh=normal").json(app_json({.version = "12"})).forever();
            world.server
                .on("GET /api/v1/stream/applications?name=waves&appNamespace=argocd"
                    "&resourceVersion=10")
                .hang()
                .forever();
        },
        {"app", "wait", "-l", "a=b", "--timeout", "60"}, tests::check_ending);
}

} // namespace argocdpp
