#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::app_json;
using tests::application_run;

const std::string states =
    "/managed-resources?fields=items.group%2Citems.kind%2Citems.namespace%2Citems.name%2Citems.hook"
    "%2Citems.modified%2Citems.normalizedLiveState%2Citems.predictedLiveState";
const std::string header =
    "====== Previewing differences between live and desired state of application waves ======\n";
const std::string changes = "\n===== /Service d/s ======\n0a1\n> kind: Service\n";
const std::string question = "Please review changes to application waves shown above. Do you want "
                             "to continue the sync process? (y/n): ";

/// A sync of an application whose service is missing, up to the question.
void prepare(application_run& world, std::string_view name = "waves", bool differs = true) {
    world.get("", name).json(app_json({}));
    world.get(states, name)
        .json(differs ? R"({"items":[{"kind":"Service","namespace":"d","name":"s","modified":true,
                            "predictedLiveState":"{\"kind\":\"Service\"}"}]})"
                      : "{}");
}

const std::vector<std::string> sync = {"app", "sync", "waves", "--preview-changes", "--async"};

} // namespace

TEST_CASE("preview: the changes, a question, and yes syncs") {
    application_run world;
    prepare(world);
    world.post_sync();
    world.streams.input = {"what", "Y"};
    CHECK(world.run(sync) == 0);
    CHECK(world.streams.output == header + changes + question + question);
}

TEST_CASE("preview: no ends the command with 0") {
    application_run world;
    prepare(world);
    world.streams.input = {"no"};
    CHECK(world.run({"app", "sync", "waves", "other", "--preview-changes"}) == 0);
    CHECK(world.streams.output == header + changes + question);
    CHECK(world.streams.talk == "");
}

TEST_CASE("preview: --assumeYes asks nothing") {
    application_run world;
    prepare(world);
    world.post_sync();
    auto words = sync;
    words.push_back("--assumeYes");
    CHECK(world.run(words) == 0);
    CHECK(world.streams.output == header + changes);
}

TEST_CASE("preview: where nobody answers, the error names the flag, and nothing is synced") {
    application_run world;
    prepare(world);
    CHECK(world.run(sync) == 20);
    CHECK(world.said("EOF: no answer on standard input; pass --assumeYes"));
    CHECK(world.count("POST") == 0);
}

TEST_CASE("preview: without differences the command ends, other applications as well") {
    application_run world;
    prepare(world, "waves", false);
    CHECK(world.run({"app", "sync", "waves", "other", "--preview-changes", "--assumeYes"}) == 0);
    CHECK(world.streams.output == header + "====== No Differences found ======\n");
}

TEST_CASE("preview: of several applications each is asked for") {
    application_run world;
    prepare(world);
    world.post_sync();
    prepare(world, "other");
    world.streams.input = {"y", "n"};
    CHECK(world.run({"app", "sync", "waves", "other", "--preview-changes", "--async"}) == 0);
    CHECK(world.count("POST") == 1);
}

TEST_CASE("preview: a revision to sync to is what is compared with") {
    application_run world;
    world.get().json(app_json({}));
    world.get(states + "%2Citems.targetState").json("{}");
    world.get("/manifests?revision=v1").json(R"({"manifests":["{\"kind\":\"Service\"}"]})");
    world.post_sync();
    auto words = sync;
    words.insert(words.end(), {"--assumeYes", "--revision", "v1"});
    CHECK(world.run(words) == 0);
    CHECK(world.streams.output == header + "\n===== /Service / ======\n0a1\n> kind: Service\n");
}

TEST_CASE("preview: with a fault at any request it ends, is sent once, and says why") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.count("POST") <= 2); // a second time only where the first was never sent
    };
    const auto answer = [](application_run& world) {
        world.get().json(app_json({})).forever();
        world.get(states).json(R"({"items":[{"kind":"Service","namespace":"d","name":"s",
            "predictedLiveState":"{\"kind\":\"Service\"}"}]})");
        world.post_sync();
    };
    auto words = sync;
    words.push_back("--assumeYes");
    tests::with_every_fault(answer, words, check);
}

} // namespace argocdpp
