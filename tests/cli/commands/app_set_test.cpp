#include "edit_run.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

namespace argocdpp {
namespace {

using tests::edit_run;
using tests::refusal_of;
using tests::spec_after;
using words = std::vector<std::string>;

/// The source that flags make of one.
std::string source(std::string_view before, words flags) {
    const auto spec = spec_after(R"({"source":)" + std::string(before) + "}", std::move(flags));
    return spec.substr(10, spec.size() - 11);
}

/// The spec that flags make of one with this policy; the source is left out.
std::string policy(std::string_view before, words flags) {
    const auto spec =
        spec_after(R"({"source":{},"syncPolicy":)" + std::string(before) + "}", std::move(flags));
    return spec.substr(13);
}

} // namespace

TEST_CASE("app set: one read and one patch, and not a word") {
    edit_run world(R"({"source":{"repoURL":"r","path":"old","future":1},"future":2})");
    world.takes_patch();
    CHECK(world.run({"app", "set", "waves", "--path", "new"}) == 0);
    CHECK(world.patch() == R"([{"op":"test","path":"/spec/source/path","value":"old"},)"
                           R"({"op":"replace","path":"/spec/source/path","value":"new"}])");
    CHECK(world.server.requests().size() == 2);
    CHECK(world.streams.output == "");
    CHECK(world.streams.talk == "");
}

TEST_CASE("app set: what nobody knows stays, at every level") {
    CHECK(source(R"({"helm":{"parameters":[{"name":"a","value":"1","future":1}],"future":2},)"
                 R"("future":3})",
                 {"-p", "a=2"}) ==
          R"({"helm":{"parameters":[{"name":"a","value":"2","future":1}],"future":2},"future":3})");
    CHECK(policy(R"({"automated":{"future":1,"prune":true},"retry":{"future":2},"future":3})",
                 {"--sync-policy", "auto", "--sync-retry-limit", "1"}) ==
          R"("syncPolicy":{"automated":{"future":1},"retry":{"future":2,"limit":1,"backoff":)"
          R"({"duration":"5s","factor":2,"maxDuration":"3m0s"}},"future":3}})");
    CHECK(source(R"({"kustomize":{"future":1,"namePrefix":"a"}})", {"--namesuffix=b"}) ==
          R"({"kustomize":{"future":1,"namePrefix":"a","nameSuffix":"b"}})");
    CHECK(policy(R"({"future":1})", {"--sync-policy", "none"}) == R"("syncPolicy":{"future":1}})");
}

TEST_CASE("app set: Helm parameters by name") {
    CHECK(source("{}", {"--helm-set", "a=1,2", "--helm-set", "a=x"}) ==
          R"({"helm":{"parameters":[{"name":"a","value":"x"}]}})");
    CHECK(source(R"({"helm":{"parameters":[{"name":"a","value":"1","forceString":true}]}})",
                 {"-p", "a=2"}) == R"({"helm":{"parameters":[{"name":"a","value":"2"}]}})");
    CHECK(source("{}", {"--helm-set-string", "a=,b,,c\\,d=e"}) ==
          R"({"helm":{"parameters":[{"name":"a","value":",b\\,,c\\,d=e","forceString":true}]}})");
    CHECK(source("{}", {"--helm-set-file", "a=b,c"}) ==
          R"({"helm":{"fileParameters":[{"name":"a","path":"b\\,c"}]}})");
    CHECK(source(R"({"helm":{"valueFiles":["a","b"]}})", {"--values", "c"}) ==
          R"({"helm":{"valueFiles":["c"]}})");
    CHECK(source(R"({"helm":{"skipCrds":true}})", {"--helm-skip-crds=false"}) ==
          R"({"helm":{"skipCrds":true}})");
    CHECK(source("{}", {"--release-name", ""}) == "{}");
}

TEST_CASE("app set: Kustomize images and replicas by name") {
    CHECK(source(R"({"kustomize":{"images":["a:1","b=c:1"]}})",
                 {"--kustomize-image", "a:2", "--kustomize-image", "b=d", "--kustomize-image",
                  "e@sha256:f"}) == R"({"kustomize":{"images":["a:2","b=d","e@sha256:f"]}})");
    CHECK(source(R"({"kustomize":{"replicas":[{"name":"a","count":1}]}})",
                 {"--kustomize-replica", "a=2", "--kustomize-replica", "b=3"}) ==
          R"({"kustomize":{"replicas":[{"name":"a","count":2},{"name":"b","count":3}]}})");
    CHECK(source(R"({"kustomize":{"commonLabels":{"x":"y"}}})",
                 {"--kustomize-common-label", "a=b", "--kustomize-common-label", "a=c"}) ==
          R"({"kustomize":{"commonLabels":{"a":"c"}}})");
    // Alone they count for nothing, as the official CLI has it.
    CHECK(source("{}", {"--kustomize-force-common-label"}) == "{}");
}

TEST_CASE("app set: plain directories, Jsonnet and plugins") {
    CHECK(source("{}", {"--directory-recurse", "--directory-include", "*.y"}) ==
          R"({"directory":{"include":"*.y","recurse":true}})");
    CHECK(source(R"({"directory":{"recurse":true,"exclude":"x"}})",
                 {"--directory-recurse=false", "--directory-exclude="}) == R"({"directory":{}})");
    CHECK(source("{}", {"--jsonnet-tla-str", "a", "--jsonnet-tla-code", "b=1"}) ==
          R"({"directory":{"jsonnet":{"tlas":[{"name":"b","value":"1","code":true},)"
          R"({"name":"a","value":""}]}}})");
    CHECK(source(R"({"plugin":{"name":"x","env":[{"name":"a","value":"1"}]}})",
                 {"--plugin-env", "a=2", "--plugin-env", "b="}) ==
          R"({"plugin":{"name":"x","env":[{"name":"a","value":"2"},{"name":"b","value":""}]}})");
    CHECK(source(R"({"plugin":{"name":"x","env":[]}})", {"--config-management-plugin", "y"}) ==
          R"({"plugin":{"name":"y"}})");
}

TEST_CASE("app set: the policies of syncs") {
    CHECK(policy("{}", {"--auto-prune"}) ==
          R"("syncPolicy":{"automated":{"enabled":false,"prune":true}}})");
    CHECK(policy("{}", {"--sync-policy", "automated", "--self-heal=false"}) ==
          R"("syncPolicy":{"automated":{"selfHeal":false}}})");
    CHECK(policy(R"({"automated":{},"syncOptions":["A"]})", {"--sync-policy", "manual"}) ==
          R"("syncPolicy":{"syncOptions":["A"]}})");
    CHECK(spec_after(R"({"source":{},"syncPolicy":{"syncOptions":["A"]}})",
                     {"--sync-option", "!A", "--sync-option", "!B"}) == R"({"source":{}})");
    CHECK(policy(R"({"syncOptions":["A"]})", {"--sync-option", "A", "--sync-option", "B"}) ==
          R"("syncPolicy":{"syncOptions":["A","B"]}})");
    CHECK(spec_after(R"({"source":{},"syncPolicy":{"retry":{}}})", {"--sync-retry-limit", "0"}) ==
          R"({"source":{}})");
    CHECK(policy("{}", {"--sync-retry-refresh"}) == R"("syncPolicy":{"retry":{"refresh":true}}})");
}

TEST_CASE("app set: what is outside of the source") {
    CHECK(spec_after(R"({"source":{},"destination":{"server":"s"}})",
                     {"--dest-name", "n", "--dest-server=", "--project", "p",
                      "--revision-history-limit", "0"}) ==
          R"({"source":{},"destination":{"name":"n"},"project":"p","revisionHistoryLimit":0})");
    CHECK(spec_after("{}", {"--env", "x"}) == R"({"source":{"repoURL":""}})");
}

TEST_CASE("app set: a hydrator is changed by its own flags") {
    CHECK(spec_after("{}", {"--dry-source-repo", "r", "--sync-source-branch", "b",
                            "--hydrate-to-branch", "n"}) ==
          R"({"sourceHydrator":{"drySource":{"repoURL":"r","targetRevision":"","path":""},)"
          R"("syncSource":{"targetBranch":"b","path":""},"hydrateTo":{"targetBranch":"n"}}})");
    CHECK(spec_after(R"({"sourceHydrator":{"drySource":{},"hydrateTo":{}}})",
                     {"--hydrate-to-branch="}) == R"({"sourceHydrator":{"drySource":{}}})");
    CHECK(spec_after(R"({"source":{}})", {"--dry-source-path="}) == R"({"source":{}})");
    CHECK(spec_after(R"({"sourceHydrator":null,"source":{}})", {"--path", "p"}) ==
          R"({"sourceHydrator":null,"source":{"path":"p"}})");
}

TEST_CASE("app set: the source of a hydrator becomes one of its own, as the official CLI has it") {
    const std::string hydrator = R"({"sourceHydrator":{"drySource":{"repoURL":"r","path":"d",)"
                                 R"("targetRevision":"v"},"syncSource":{"path":"s"}}})";
    CHECK(spec_after(hydrator, {"--ref", "x"}) ==
          hydrator.substr(0, hydrator.size() - 1) +
              R"(,"source":{"repoURL":"r","path":"d","targetRevision":"v","ref":"x"}})");
    CHECK(spec_after(hydrator, {"--ref", "x", "--source-position", "1"}) ==
          hydrator.substr(0, hydrator.size() - 1) +
              R"(,"source":{"repoURL":"r","path":"s","ref":"x"}})");
}

TEST_CASE("app set: one of several sources") {
    const std::string several = R"({"sources":[{"name":"a"},{"name":"b","future":1}]})";
    CHECK(spec_after(several, {"--source-position", "2", "--path", "x"}) ==
          R"({"sources":[{"name":"a"},{"name":"b","future":1,"path":"x"}]})");
    CHECK(spec_after(several, {"--source-name", "a", "--path", "x"}) ==
          R"({"sources":[{"name":"a","path":"x"},{"name":"b","future":1}]})");
    for (const auto& [flags, text] : std::vector<std::pair<words, std::string>>{
             {{"--source-name", "z"}, "1: Unknown source name 'z'"},
             {{"--path=x"},
              "20: Source position should be specified and must be greater than 0 for "
              "applications with multiple sources"},
             {{"--source-position=3"},
              "20: Source position should be less than the number of sources in the application"},
             {{"--source-position=1", "--source-name=a"},
              "20: Only one of source-position and source-name can be specified."}}) {
        edit_run world(several);
        words line = {"app", "set", "waves"};
        line.insert(line.end(), flags.begin(), flags.end());
        CHECK(refusal_of(world, line) == text);
    }
}

TEST_CASE("app set: values from a file and from an URL") {
    edit_run world(R"({"source":{"helm":{"values":"x"}}})");
    const auto file = (world.directory / "values.yaml").string();
    std::ofstream(file) << "a: yes\nb: [1]\n";
    world.takes_patch();
    CHECK(world.run({"app", "set", "waves", "--values-literal-file", file}) == 0);
    CHECK(world.patch() ==
          R"([{"op":"test","path":"/spec/source/helm/values","value":"x"},)"
          R"({"op":"remove","path":"/spec/source/helm/values"},)"
          R"({"op":"test","path":"/spec/source/helm/valuesObject","value":null},)"
          R"({"op":"add","path":"/spec/source/helm/valuesObject","value":{"a":true,"b":[1]}}])");

    edit_run web(R"({"source":{}})");
    web.server.on("GET /v.yaml?t=secret").status(302).header("Location", "http://other:81/w");
    web.server.on("GET /w").piece("a: 1").inspect([](const auto& sent) {
        for (const auto& [name, value] : sent.headers)
            CHECK(value.find("a.b.c") == std::string::npos);
    });
    web.takes_patch();
    CHECK(web.run({"app", "set", "waves", "--values-literal-file",
                   "https://web.example/v.yaml?t=secret"}) == 0);
    REQUIRE(web.connections.size() == 3);
    CHECK(web.connections[0].server.authority() == "web.example:443");
    CHECK(web.connections[1].server.authority() == "other:81");
    CHECK(web.connections[1].plain_text);
    for (const auto at : {0, 1}) {
        CHECK(web.connections[static_cast<std::size_t>(at)].token == "");
        CHECK(web.connections[static_cast<std::size_t>(at)].headers.empty());
    }
}

TEST_CASE("app set: values that are not to be had, or are none") {
    tests::application_run none;
    CHECK(refusal_of(none, {"app", "set", "waves", "--values-literal-file", "/no/such"}) ==
          "20: open /no/such: no such file or directory");

    tests::application_run refused;
    refused.server.on("GET /v?t=secret").status(404);
    CHECK(refusal_of(refused, {"app", "set", "waves", "--values-literal-file",
                               "http://web.example/v?t=secret"}) ==
          "20: Get \"http://web.example/v\": unexpected HTTP status 404");

    for (const auto& [text, why] : std::vector<std::pair<std::string, std::string>>{
             {"[1]", "1: invalid type \"[]interface {}\""},
             {"12", "1: invalid type \"float64\""},
             {"# none", "1: invalid type %!q(<nil>)"},
             {"a: [", "1: failed converting yaml to json: yaml: line 1, column 1: end of sequence "
                      "flow not found"}}) {
        edit_run world(R"({"source":{}})");
        const auto file = (world.directory / "v").string();
        std::ofstream(file) << text;
        CHECK(refusal_of(world, {"app", "set", "waves", "--values-literal-file", file}) == why);
    }
}

TEST_CASE("app set: texts of another form than they should have") {
    for (const auto& [flag, why] : std::vector<std::pair<std::string, std::string>>{
             {"--helm-set=a", "1: expected helm parameter of the form param=value but received: a"},
             {"--helm-set-file=a",
              "1: expected helm file parameter of the form param=path but received: a"},
             {"--kustomize-replica=a",
              "1: expected parameter of the form: name=count. Received: a"},
             {"--kustomize-replica=a=b", "1: expected integer value for count. Received: b"},
             {"--kustomize-common-label=a", "20: labels should have key=value, but instead got: a"},
             {"--plugin-env=a", "1: expected env entry of the form: param=value but received: a"},
             {"--sync-policy=x", "1: Invalid sync-policy: x"},
             {"--sync-retry-limit=-1", "1: Invalid sync-retry-limit [-1]"}}) {
        edit_run world(R"({"source":{}})");
        CHECK(refusal_of(world, {"app", "set", "waves", flag}) == why);
    }
}

TEST_CASE("app set: parameters are for Helm, and a bad one is only reported") {
    edit_run kustomize(R"({"source":{"kustomize":{}}})");
    CHECK(refusal_of(kustomize, {"app", "set", "waves", "-p", "a=b"}) ==
          "1: Parameters can only be set against Helm applications");

    edit_run world(R"({"source":{}})");
    world.takes_patch();
    CHECK(world.run({"app", "set", "waves", "-p", "a=b", "-p", "bad"}) == 0);
    CHECK(world.streams.talk.find("received: bad") != std::string::npos);
    CHECK(world.patch().find("bad") == std::string::npos);

    tests::application_run typed;
    typed.get().json(R"({"spec":{"source":{}},"status":{"sourceType":"Directory"}})");
    CHECK(refusal_of(typed, {"app", "set", "waves", "-p", "a=b"}) ==
          "1: Parameters can only be set against Helm applications");
}

TEST_CASE("app set: somebody else's change is kept, and the own one made again") {
    edit_run world(R"({"source":{"helm":{"releaseName":"r"}}})");
    world.refuses_patch(500, 2, "error applying patch: testing value /x failed: test failed");
    world.holds(R"({"source":{"helm":{"releaseName":"r","parameters":[{"name":"theirs"}]}}})");
    world.takes_patch();
    CHECK(world.run({"app", "set", "waves", "-p", "mine=1"}) == 0);
    CHECK(world.patch(1) == R"([{"op":"add","path":"/spec/source/helm/parameters/-",)"
                            R"("value":{"name":"mine","value":"1"}}])");
}

TEST_CASE("app set: nothing to set, no name, or a refusal") {
    edit_run world(R"({"source":{}})");
    CHECK(world.run({"app", "set", "waves"}) == 1);
    CHECK(world.said("Please set at least one option to update"));
    CHECK(world.has_help());

    tests::application_run nameless;
    CHECK(nameless.run({"app", "set", "--path", "x"}) == 1);
    CHECK(nameless.server.requests().empty());

    tests::application_run absent;
    absent.get().status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(refusal_of(absent, {"app", "set", "waves", "--path", "x"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");

    edit_run denied(R"({"source":{}})");
    denied.refuses_patch(403, 7, "permission denied: applications, update, default/waves, sub: a");
    CHECK(refusal_of(denied, {"app", "set", "waves", "--path", "x"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");

    tests::application_run usage;
    CHECK(usage.run({"app", "set", "waves", "--auto-prune=x"}) == 1);
    CHECK(usage.streams.output.starts_with("Error: invalid argument \"x\""));
}

TEST_CASE("app set: with a fault the patch is never sent twice") {
    const auto check = [](tests::application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.count("PATCH") <= 2);
    };
    tests::with_every_fault(
        [](tests::application_run& world) {
            world.get().json(R"({"spec":{"source":{}}})");
            world.server.on("PATCH /api/v1/applications/waves").json("{}");
        },
        {"app", "set", "waves", "--path", "x"}, check);
}

} // namespace argocdpp
