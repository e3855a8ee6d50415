#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::app_json;
using tests::application_run;

/// Two sources, and resources of which one side is missing.
void answer(application_run& world) {
    world.get().json(R"({"metadata":{"name":"waves"},"spec":{"sources":[
        {"repoURL":"r","name":"one"},{"repoURL":"s","name":"two"}]},"status":{}})");
    world.get("/managed-resources").json(R"({"items":[
        {"kind":"ConfigMap","targetState":"{\"kind\":\"ConfigMap\",\"data\":{\"b\":\"1\",\"a\":\"2\"}}",
         "liveState":"null"},
        {"kind":"Secret","targetState":"","liveState":"{\"kind\":\"Secret\"}"}]})");
}

/// What `app manifests waves` with these further words prints.
std::string printed(const std::vector<std::string>& words, std::string_view rendered = "") {
    application_run world;
    answer(world);
    if (!rendered.empty())
        world.get("/manifests" + std::string(rendered)).json(R"({"manifests":["{\"a\":1}"]})");
    std::vector<std::string> line = {"app", "manifests", "waves"};
    line.insert(line.end(), words.begin(), words.end());
    CHECK(world.run(line) == 0);
    return world.streams.output;
}

/// The exit code and reason of a command line that is refused before anything is asked.
void check_refused(std::vector<std::string> words, int code, std::string_view reason) {
    application_run world;
    words.insert(words.begin(), {"app", "manifests", "waves"});
    CHECK(world.run(words) == code);
    CHECK(world.said(reason));
    CHECK(world.server.requests().empty());
}

} // namespace

TEST_CASE("app manifests: each side, keys sorted, null for what is not there") {
    CHECK(printed({}) == "---\ndata:\n  a: \"2\"\n  b: \"1\"\nkind: ConfigMap\n\n---\nnull\n\n");
    CHECK(printed({"--source", "live"}) == "---\nnull\n\n---\nkind: Secret\n\n");
}

TEST_CASE("app manifests: other revisions are rendered") {
    CHECK(printed({"--revision", "v1"}, "?revision=v1") == "---\na: 1\n\n");
    CHECK(printed({"--revisions", "v1", "--source-positions", "2"},
                  "?revisions=v1&sourcePositions=2") == "---\na: 1\n\n");
    CHECK(printed({"--revisions", "v1", "--revisions", "v2", "--source-names", "two",
                   "--source-names", "one"},
                  "?revisions=v1&revisions=v2&sourcePositions=2&sourcePositions=1") ==
          "---\na: 1\n\n");
    // Without a source to go with, a revision of the list means nothing, as there.
    CHECK(printed({"--revisions", "v1"}).starts_with("---\ndata:"));
}

TEST_CASE("app manifests: flags that do not fit") {
    check_refused({"--source-names", "a", "--source-positions", "1"}, 20,
                  "Only one of source-positions and source-names can be specified.");
    check_refused({"--source-positions", "1"}, 20,
                  "While using --revisions and --source-positions, length of values for both flags "
                  "should be same.");
    check_refused({"--source-names", "a"}, 20,
                  "While using --revisions and --source-names, length of values for both flags "
                  "should be same.");
    check_refused({"--source-positions", "0", "--revisions", "a"}, 1,
                  "source-position cannot be less than or equal to 0, Counting starts at 1");
}

TEST_CASE("app manifests: a source that is not there, and one that is none") {
    application_run world;
    world.get().json(app_json({}));
    CHECK(world.run({"app", "manifests", "waves", "--revisions", "a", "--source-names", "x"}) == 1);
    CHECK(world.said("Unknown source name 'x'"));

    application_run unknown;
    answer(unknown);
    CHECK(unknown.run({"app", "manifests", "waves", "--source", "svn"}) == 1);
    CHECK(unknown.said("Unknown source type 'svn'"));
    CHECK(unknown.streams.output == "");
}

TEST_CASE("app manifests: the server's refusal in its words") {
    application_run world;
    world.get("?appNamespace=n").status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "manifests", "waves", "-N", "n"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app manifests: without a name the help, exit 1") {
    application_run world;
    CHECK(world.run({"app", "manifests"}) == 1);
    CHECK(world.streams.output.find("argocdpp app manifests APPNAME") != std::string::npos);
}

TEST_CASE("app manifests: with a fault at any request it ends well or says why") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.streams.output.empty() == (code != 0));
    };
    tests::with_every_fault(answer, {"app", "manifests", "waves"}, check);
}

} // namespace argocdpp
