// app patch-resource and app delete-resource: what they share, and what not.

#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

const std::string managed = "GET /api/v1/applications/waves/managed-resources";

std::string job(std::string_view name) {
    return R"({"liveState":"{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\")" +
           std::string(name) + R"(\",\"namespace\":\"d\"}}"})";
}

void answer_jobs(application_run& world) {
    world.server.on(managed).json(R"({"items":[)" + job("a") + "," + job("b") +
                                  R"(,{"kind":"Job","name":"c","liveState":"null"}]})");
}

std::string resource(std::string_view name) {
    return "/api/v1/applications/waves/resource?namespace=d&resourceName=" + std::string(name) +
           "&version=v1&group=batch&kind=Job";
}

const std::string merge = "&patchType=application%2Fmerge-patch%2Bjson";

std::vector<std::string> patch(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"app", "patch-resource", "waves", "--kind", "Job", "--patch", "{}"});
    return more;
}

std::vector<std::string> removal(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"app", "delete-resource", "waves", "--kind", "Job"});
    return more;
}

} // namespace

TEST_CASE("app patch-resource: the one that is named, once") {
    application_run world;
    answer_jobs(world);
    world.server.on("POST " + resource("b") + "&project=p" + merge).json(R"({"manifest":"{}"})");
    CHECK(world.run(patch({"--resource-name", "b", "--project", "p"})) == 0);
    CHECK(world.body_of("POST") == "\"{}\"");
    CHECK(world.said("Resource 'b' patched"));
    CHECK(world.streams.output.empty());
}

TEST_CASE("app patch-resource: several need --all, and the first refusal ends it") {
    application_run careful;
    answer_jobs(careful);
    CHECK(careful.run(patch()) == 20);
    CHECK(careful.said(
        "multiple resources match inputs, use the --all flag to patch multiple resources"));

    application_run world;
    answer_jobs(world);
    world.server.on("POST " + resource("a") + "&patchType=t").json("{}");
    world.server.on("POST " + resource("b") + "&patchType=t")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run(patch({"--all", "--patch-type", "t"})) == 20);
    CHECK(world.said("Resource 'a' patched"));
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app delete-resource: how, as it was said") {
    for (const auto& [flag, query] :
         {std::pair{"--force", "&force=true"}, std::pair{"--orphan", "&orphan=true"},
          std::pair{"--project=p", "&project=p"}}) {
        application_run world;
        answer_jobs(world);
        world.server.on("DELETE " + resource("a") + query).json("{}");
        CHECK(world.run(removal({"--resource-name", "a", flag})) == 0);
        CHECK(world.said("Resource 'a' deleted"));
    }
}

TEST_CASE("app delete-resource: each is asked about, where prompts are enabled") {
    const auto question = [](const std::string& name) {
        return "Are you sure you want to delete batch/Job d/" + name + " ? [y/n]";
    };
    application_run world;
    answer_jobs(world);
    world.streams.input = {"n", "maybe", "y"};
    world.server.on("DELETE " + resource("b")).json("{}");
    CHECK(world.run(removal({"--all", "--prompts-enabled"})) == 0);
    CHECK(world.streams.output == question("a") +
                                      "The command to delete batch/Job d/a was cancelled.\n" +
                                      question("b") + question("b"));
    CHECK(world.said("Resource 'b' deleted"));

    application_run silent;
    answer_jobs(silent);
    CHECK(silent.run(removal({"--all", "--prompts-enabled"})) == 20);
    CHECK(silent.said("EOF: no answer on standard input; pass --prompts-enabled=false"));
    CHECK(silent.count("DELETE") == 0);
}

TEST_CASE("app delete-resource and patch-resource: none found, and no permission to look") {
    for (const auto& words : {patch({"--namespace", "x"}), removal({"--group", "x"}),
                              removal({"--resource-name", "c"}), removal({"--group", ""})}) {
        application_run world;
        answer_jobs(world);
        CHECK(world.run(words) == 20);
        CHECK(world.said("no matching resource found"));
    }
    for (const auto& words : {patch(), removal()}) {
        application_run world;
        world.server.on(managed).status(403).json(R"({"code":7,"message":"permission denied"})");
        CHECK(world.run(words) == 20);
        CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
    }
}

TEST_CASE("app delete-resource and patch-resource: flags that are a must, and arguments") {
    for (const auto& [words, missing] :
         {std::pair{std::vector<std::string>{"app", "patch-resource"}, "\"kind\", \"patch\""},
          std::pair{std::vector<std::string>{"app", "patch-resource", "x", "--kind", "y"},
                    "\"patch\""},
          std::pair{std::vector<std::string>{"app", "delete-resource", "x"}, "\"kind\""}}) {
        application_run world;
        CHECK(world.run(words) == 1);
        CHECK(world.streams.output ==
              "Error: required flag(s) " + std::string(missing) + " not set\n");
    }
    application_run nameless;
    CHECK(nameless.run({"app", "delete-resource", "--kind", "y"}) == 1);
    CHECK(nameless.streams.output.find("argocdpp app delete-resource APPNAME") !=
          std::string::npos);
}

TEST_CASE("app delete-resource and patch-resource: sent once, with a fault at any request") {
    for (const auto& words : {patch({"--resource-name", "a"}), removal({"--resource-name", "a"})})
        tests::with_every_fault(
            [](application_run& world) {
                world.server.on(managed).json(R"({"items":[)" + job("a") + "]}").forever();
                world.server.on("POST " + resource("a") + merge).json("{}").forever();
                world.server.on("DELETE " + resource("a")).json("{}").forever();
            },
            words,
            [](application_run& world, int code) {
                tests::check_ending(world, code);
                const bool has_succeeded =
                    world.said("Resource 'a' patched") || world.said("Resource 'a' deleted");
                CHECK(has_succeeded == (code == 0));
                CHECK(world.count("POST") + world.count("DELETE") <= 2); // again only if unsent
            });
}

} // namespace argocdpp
