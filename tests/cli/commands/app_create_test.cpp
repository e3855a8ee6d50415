#include "edit_run.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace argocdpp {
namespace {

using tests::application_run;
using tests::refusal_of;
using words = std::vector<std::string>;

constexpr std::string_view denied = R"({"code":7,"message":"permission denied"})";

std::string post_to(std::string_view query = "upsert=false&validate=true") {
    return "POST /api/v1/applications?" + std::string(query);
}

/// A server that does not have the application and takes it.
void takes(application_run& world, std::string_view name = "waves", std::string_view query = "",
           std::string_view how = "upsert=false&validate=true") {
    world.get(query, name).status(403).json(denied);
    world.server.on(post_to(how)).json(R"({"metadata":{"name":")" + std::string(name) + R"("}})");
}

std::string file_in(const application_run& world, std::string_view text) {
    const auto path = (world.directory / "apps.yaml").string();
    std::ofstream(path) << text;
    return path;
}

} // namespace

TEST_CASE("app create: from flags") {
    application_run world;
    takes(world);
    CHECK(world.run({"app", "create", "waves", "--repo", "r", "--path", "p", "--dest-server", "s",
                     "-l", "a=b", "--annotations", "c=d=e", "--set-finalizer"}) == 0);
    CHECK(
        world.body_of("POST") ==
        R"({"apiVersion":"argoproj.io/v1alpha1","kind":"Application","metadata":{"name":)"
        R"("waves","labels":{"a":"b"},"annotations":{"c":"d=e"},)"
        R"("finalizers":["resources-finalizer.argocd.argoproj.io"]},)"
        R"("spec":{"destination":{"server":"s"},"project":"","source":{"repoURL":"r","path":"p"}}})");
    CHECK(world.streams.output == "application 'waves' created\n");
}

TEST_CASE("app create: the namespace of the name or the flag, and no validation") {
    application_run world;
    takes(world, "waves", "?appNamespace=m", "upsert=false&validate=false");
    CHECK(world.run({"app", "create", "n/waves", "-N", "m", "--validate=false"}) == 0);
    CHECK(world.body_of("POST").find(R"("namespace":"m")") != std::string::npos);
}

TEST_CASE("app create: whether it was updated, or unchanged") {
    const std::string before = R"({"metadata":{"name":"waves","labels":{}},"spec":{"source":{}}})";
    const std::string same =
        R"({"metadata":{"name":"waves"},"spec":{"source":{},"project":"default"}})";
    const std::string other = R"({"metadata":{"name":"waves"},"spec":{"source":{"path":"p"}}})";
    for (const auto& [after, flag, said] :
         {std::tuple{same, "--upsert", "unchanged"}, std::tuple{other, "--upsert", "updated"},
          std::tuple{other, "--upsert=false", "unchanged"}}) {
        application_run world;
        world.get().json(before);
        const bool upserts = std::string_view(flag) == "--upsert";
        world.server
            .on(post_to(upserts ? "upsert=true&validate=true" : "upsert=false&validate=true"))
            .json(after);
        CHECK(world.run({"app", "create", "waves", flag}) == 0);
        CHECK(world.streams.output == "application 'waves' " + std::string(said) + "\n");
    }
}

TEST_CASE("app create: every document of a file, changed by flags where it has one source") {
    application_run world;
    const auto file = file_in(world, "---\n# nothing\n---\n"
                                     "metadata: {name: a, future: 1}\n"
                                     "spec: {source: {path: p, future: yes}, future: 2}\n---\n"
                                     "metadata: {name: b}\nspec: {sources: [{path: q}]}\n");
    takes(world, "a");
    takes(world, "b");
    CHECK(world.run({"app", "create", "-f", file, "--path", "new", "-l", "x=y"}) == 0);
    CHECK(world.body_of("POST", 0) ==
          R"({"metadata":{"name":"a","future":1,"labels":{"x":"y"}},)"
          R"("spec":{"source":{"path":"new","future":true},"future":2}})");
    CHECK(world.body_of("POST", 1) == R"({"metadata":{"name":"b","labels":{"x":"y"}},)"
                                      R"("spec":{"sources":[{"path":"q"}]}})");
    CHECK(world.streams.output == "application 'a' created\napplication 'b' created\n");
}

TEST_CASE("app create: standard input is taken as it is, up to what is no YAML") {
    application_run world;
    world.streams.whole_input = "metadata: {name: a}\nspec: {source: {path: p}}\n---\nnot: [yaml";
    takes(world, "a");
    CHECK(world.run({"app", "create", "-f", "-", "--path", "x", "-l", "x=y"}) == 0);
    CHECK(world.body_of("POST") == R"({"metadata":{"name":"a"},"spec":{"source":{"path":"p"}}})");

    application_run nameless;
    nameless.streams.whole_input = "metadata: {}\n";
    CHECK(nameless.run({"app", "create", "-f", "-"}) == 1);
    CHECK(nameless.streams.output.find("Usage:") != std::string::npos);

    application_run odd;
    odd.streams.whole_input = "spec: {source: 5}\n";
    CHECK(refusal_of(odd, {"app", "create", "-f", "-"})
              .starts_with("20: unable to read manifest from stdin: .spec.source: "));
}

TEST_CASE("app create: from an URL") {
    application_run world;
    world.server.on("GET /apps/a.yaml").piece("metadata: {name: a}\n");
    takes(world, "a");
    CHECK(world.run({"app", "create", "-f", "http://web.example:81/apps/a.yaml"}) == 0);
    CHECK(world.connections[0].server.authority() == "web.example:81");
    CHECK(world.connections[0].token == "");

    application_run lost;
    lost.server.on("GET /a.yaml").status(503);
    CHECK(refusal_of(lost, {"app", "create", "-f", "https://web.example/a.yaml"}) ==
          "20: Get \"https://web.example/a.yaml\": unexpected HTTP status 503");
}

TEST_CASE("app create: files that can't be used, before anything is created") {
    for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
             {"metadata: {name: a}\n---\nb: [\n", "yaml: line 4, column 1: end of sequence flow "
                                                  "not found"},
             {"metadata: {name: a}\n---\nspec: {source: {path: [1]}}\n",
              ".spec.source.path: expected string, got array"}}) {
        application_run world;
        const auto file = file_in(world, text);
        CHECK(refusal_of(world, {"app", "create", "-f", file}) == "20: " + file + ": " + why);
        CHECK(world.server.requests().empty());
    }
    application_run none;
    CHECK(refusal_of(none, {"app", "create", "-f", "/no/such"}) ==
          "20: open /no/such: no such file or directory");
}

TEST_CASE("app create: names that do not agree, or are missing") {
    application_run flags;
    CHECK(refusal_of(flags, {"app", "create", "a", "--name", "b"}) ==
          "20: --name argument 'b' does not match app name a");

    application_run other;
    const auto file = file_in(other, "metadata: {name: a}\n");
    CHECK(refusal_of(other, {"app", "create", "b", "-f", file}) ==
          "20: app name 'b' does not match app spec metadata.name 'a'");

    application_run unnamed;
    const auto nameless = file_in(unnamed, "spec: {}\n");
    CHECK(refusal_of(unnamed, {"app", "create", "-f", nameless}) ==
          "20: app.Name is empty. --name argument can be used to provide app.Name");

    application_run named;
    const auto renamed = file_in(named, "metadata: {name: a}\n");
    takes(named, "b");
    CHECK(named.run({"app", "create", "-f", renamed, "--name", "b"}) == 0);

    application_run nothing;
    CHECK(nothing.run({"app", "create"}) == 1);
    CHECK(nothing.server.requests().empty());
}

TEST_CASE("app create: refusals") {
    application_run world;
    world.get().status(403).json(denied);
    world.server.on(post_to()).status(403).json(
        R"({"code":7,"message":"permission denied: applications, create, default/waves"})");
    CHECK(refusal_of(world, {"app", "create", "waves"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied: applications, create, "
          "default/waves");

    application_run unreadable;
    unreadable.get().status(500).json(R"({"code":13,"message":"broken"})");
    CHECK(refusal_of(unreadable, {"app", "create", "waves"}) ==
          "20: rpc error: code = Internal desc = broken");

    application_run wrong;
    CHECK(refusal_of(wrong, {"app", "create", "waves", "-l", "bad"}) ==
          "20: labels should have key=value, but instead got: bad");
}

TEST_CASE("app create: with a fault it is never sent twice") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.streams.output.empty() == (code != 0));
    };
    tests::with_every_fault([](application_run& world) { takes(world); },
                            {"app", "create", "waves"}, check);
}

} // namespace argocdpp
