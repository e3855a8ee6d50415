#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_json;
using tests::application_run;

constexpr std::string_view deployment =
    R"([{"group":"apps","kind":"Deployment","namespace":"d","name":"web","status":"Synced",
         "health":{"status":"Healthy"}}])";

void answer_header(application_run& world, std::string_view windows = "{}") {
    world.answer_settings();
    world.get("/syncwindows").json(windows);
}

/// What `app get waves` with these further words prints for this document.
std::string printed(const std::string& document, std::vector<std::string> words, int code = 0) {
    application_run world;
    world.get().json(document);
    const bool is_document = !words.empty() && (words.back() == "json" || words.back() == "yaml");
    if (!is_document && code == 0)
        answer_header(world);
    words.insert(words.begin(), {"app", "get", "waves"});
    CHECK(world.run(words) == code);
    return world.streams.output + (code == 0 ? "" : world.streams.talk);
}

/// An application of two sources, each with a Helm parameter.
const std::string two_sources = R"({"metadata":{"name":"waves","namespace":"argocd"},
    "spec":{"destination":{"server":"https://k"},"sources":[
        {"repoURL":"https://git/r","name":"one","helm":{"parameters":[{"name":"a","value":"1"}]}},
        {"repoURL":"https://git/s","name":"two","helm":{"parameters":[{"name":"b","value":"2"}]}}]},
    "status":{}})";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("app get: summary and resources") {
    const auto text = printed(app_json({.resources = std::string(deployment)}), {});
    CHECK(text.starts_with("Name:               argocd/waves\n"
                           "Project:            default\n"
                           "Server:             https://k\n"
                           "Namespace:          d\n"
                           "URL:                https://cd.example.com/applications/waves\n"));
    CHECK(text.ends_with("Health Status:      Healthy\n\n"
                         "GROUP  KIND        NAMESPACE  NAME  STATUS  HEALTH   HOOK  MESSAGE\n"
                         "apps   Deployment  d          web   Synced  Healthy        \n"));
}

TEST_CASE("app get: json and yaml ask for the application alone") {
    const std::string extra = R"({"metadata":{"name":"waves"},"spec":{},"status":{},"zz":[1.0]})";
    CHECK(printed(extra, {"-o", "json"}) == "{\n  \"metadata\": {\n    \"name\": \"waves\"\n  },\n"
                                            "  \"spec\": {},\n  \"status\": {},\n  \"zz\": [\n"
                                            "    1.0\n  ]\n}\n");
    CHECK(has(printed(extra, {"-o", "yaml"}), "metadata:\n  name: waves\n"));
}

TEST_CASE("app get: the namespace of the name, or of the flag") {
    for (const std::vector<std::string>& words : {std::vector<std::string>{"argocd/waves"},
                                                  {"waves", "-N", "argocd"},
                                                  {"argocd/waves", "-N", "other"}}) {
        application_run world;
        world.get("?appNamespace=argocd").json(app_json({}));
        std::vector<std::string> line = {"app", "get", "-o", "json"};
        line.insert(line.end(), words.begin(), words.end());
        CHECK(world.run(line) == 0);
    }
}

TEST_CASE("app get: refresh and hard refresh") {
    for (const auto& [flag, query] : {std::pair{"--refresh", "?refresh=normal"},
                                      std::pair{"--hard-refresh", "?refresh=hard"}}) {
        application_run world;
        world.get(query).json(app_json({}));
        CHECK(world.run({"app", "get", "waves", flag, "-o", "json"}) == 0);
    }
    application_run world;
    world.get("?refresh=hard").json(app_json({}));
    CHECK(world.run({"app", "get", "waves", "--refresh", "--hard-refresh", "-o", "json"}) == 0);
}

TEST_CASE("app get: a refresh that does not come in time is replaced by what is known") {
    application_run world;
    world.get("?refresh=normal").hang();
    world.get().json(app_json({}));
    CHECK(world.run({"app", "get", "waves", "--refresh", "--timeout", "30", "-o", "json"}) == 0);
    CHECK(world.streams.output.starts_with("Timeout function: cancelling context manually\n{"));
    CHECK(world.time.elapsed() == 30s);
}

TEST_CASE("app get: a refresh may take minutes") {
    application_run world;
    world.get("?refresh=normal").json(app_json({})).after(5min);
    CHECK(world.run({"app", "get", "waves", "--refresh", "-o", "json"}) == 0);
    CHECK(world.time.elapsed() == 5min);
}

TEST_CASE("app get: the last operation when asked for") {
    const auto document = app_json({.operation_state = tests::ended()});
    CHECK_FALSE(has(printed(document, {}), "Operation:"));
    const auto text = printed(document, {"--show-operation"});
    CHECK(has(text, "\n\nOperation:          Sync\nSync Revision:      a\n"
                    "Phase:              Succeeded\n"));
    CHECK(has(text, "Duration:           4s\n"));
    CHECK_FALSE(has(printed(app_json({}), {"--show-operation"}), "Phase:"));
}

TEST_CASE("app get: conditions and sync windows") {
    application_run world;
    world.get().json(R"({"metadata":{"name":"waves"},"spec":{},"status":{"conditions":[
        {"type":"SyncError","message":"no","lastTransitionTime":null}]}})");
    answer_header(world,
                  R"({"activeWindows":[{"kind":"deny","schedule":"* * * * *","duration":"1h"}],
        "assignedWindows":[{"kind":"deny","schedule":"* * * * *","duration":"1h"}]})");
    CHECK(world.run({"app", "get", "waves"}) == 0);
    CHECK(has(world.streams.output, "SyncWindow:         Sync Denied\n"
                                    "Assigned Windows:   deny:* * * * *:1h\n"));
    CHECK(has(world.streams.output, "\n\nCONDITION  MESSAGE  LAST TRANSITION\n"
                                    "SyncError  no       <nil>\n\n"));
}

TEST_CASE("app get: parameters of one of several sources") {
    const auto by_name = printed(two_sources, {"--show-params", "--source-name", "two"});
    CHECK(has(by_name, "NAME  VALUE\nb     2\n"));
    CHECK(printed(two_sources, {"--show-params", "--source-position", "2"}) == by_name);
    CHECK(has(printed(two_sources, {"--show-params", "--source-position", "1"}), "a     1\n"));
}

TEST_CASE("app get: a source that is not there") {
    CHECK(has(printed(two_sources, {"--show-params"}, 20),
              "Source position should be specified and must be greater than 0 for applications "
              "with multiple sources"));
    CHECK(has(printed(two_sources, {"--show-params", "--source-position", "3"}, 20),
              "Source position should be less than the number of sources in the application"));
    CHECK(has(printed(two_sources, {"--source-name", "three"}, 1), "Unknown source name 'three'"));
    CHECK(has(printed(two_sources, {"--source-name", "one", "--source-position", "1"}, 20),
              "Only one of source-position and source-name can be specified."));
}

TEST_CASE("app get: the tree") {
    for (const std::string format : {"tree", "tree=detailed"}) {
        application_run world;
        world.get().json(app_json({.resources = std::string(deployment)}));
        answer_header(world);
        world.get("/resource-tree").json(R"({"nodes":[
            {"uid":"1","group":"apps","kind":"Deployment","namespace":"d","name":"web"},
            {"uid":"2","kind":"Pod","name":"web-1","parentRefs":[{"uid":"1"}]}]})");
        CHECK(world.run({"app", "get", "waves", "-o", format}) == 0);
        CHECK(has(world.streams.output, "Deployment/web"));
        CHECK(has(world.streams.output, "└─Pod/web-1"));
        CHECK(has(world.streams.output, "REASON") == (format == "tree=detailed"));
    }
}

TEST_CASE("app get: an unknown format prints nothing but the reason") {
    application_run world;
    world.get().json(app_json({}));
    answer_header(world);
    CHECK(world.run({"app", "get", "waves", "-o", "xml"}) == 20);
    CHECK(world.streams.output == "");
    CHECK(world.said("unknown output format: xml"));
}

TEST_CASE("app get: without a name the help, exit 1") {
    application_run world;
    CHECK(world.run({"app", "get"}) == 1);
    CHECK(has(world.streams.output, "argocdpp app get APPNAME"));
    CHECK(world.server.requests().empty());
}

TEST_CASE("app get: the server's refusal in its words") {
    application_run world;
    world.get().status(404).json(R"({"code":5,"message":"applications \"waves\" not found"})");
    CHECK(world.run({"app", "get", "waves"}) == 20);
    CHECK(world.said(R"(rpc error: code = NotFound desc = applications "waves" not found)"));
}

TEST_CASE("app get: with a fault at any request it ends well or says why, and prints all or none") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.streams.output.empty() == (code != 0));
    };
    tests::with_every_fault(
        [](application_run& world) {
            world.get().json(app_json({}));
            answer_header(world);
            world.get("/resource-tree").json(R"({"nodes":[{"uid":"1","kind":"Pod","name":"p"}]})");
        },
        {"app", "get", "waves", "-o", "tree"}, check);
}

} // namespace argocdpp
