#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_facts;
using tests::app_json;
using tests::application_run;

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

tests::stub& below(application_run& world, std::string_view what) {
    return world.server.on("GET /api/v1/applications/waves/" + std::string(what) +
                           "?project=default");
}

void answer_details(application_run& world) {
    below(world, "resource-tree").json(R"({"nodes":[{"kind":"Service","version":"v1","name":"web",
        "health":{"status":"Missing"}}]})");
    below(world, "events").json("{}");
}

} // namespace

TEST_CASE("app diagnose: the exit code is the application's") {
    const std::vector<std::pair<app_facts, int>> cases = {
        {{}, 0},
        {{.operation_state = tests::ended()}, 0},
        {{.operation_state = tests::running}, 0},
        {{.health = "Degraded"}, 32},
        {{.health = "Degraded", .operation_state = tests::ended("Failed")}, 31},
        {{.operation_state = tests::ended("Error")}, 31},
        {{.sync = "OutOfSync"}, 1},
        {{.health = "Progressing"}, 1},
    };
    for (const auto& [facts, code] : cases) {
        CAPTURE(app_json(facts));
        for (const bool is_detailed : {false, true}) {
            application_run world;
            world.get().json(app_json(facts));
            answer_details(world);
            std::vector<std::string> words = {"app", "diagnose", "waves"};
            if (is_detailed)
                words.push_back("--exit-codes=detailed");
            CHECK(world.run(words) == (is_detailed ? code : code == 0 ? 0 : 1));
            CHECK(world.streams.talk.empty() == (code == 0));
        }
    }
}

TEST_CASE("app diagnose: whatever breaks, it ends well or with one reason") {
    const auto prepare = [](application_run& world) {
        world.get().json(app_json({.health = "Degraded"}));
        answer_details(world);
    };
    tests::with_every_fault(prepare, {"app", "diagnose", "waves"}, tests::check_ending);
}

TEST_CASE("--diagnose: a server that is silent costs 3 s, and the failure stays what it is") {
    application_run world;
    world.answer_settings();
    const auto state = app_json({.health = "Progressing"});
    world.get().json(state);
    world.get("?project=default").json(state).forever();
    world.stream().hang().forever();
    world.get().json(state);
    below(world, "resource-tree").hang();
    below(world, "events").hang();
    CHECK(world.run({"app", "wait", "waves", "--timeout", "60", "--diagnose=auto"}) == 20);
    CHECK(has(world.streams.talk, "Not read:\n    resource tree of the application: no answer in"));
    CHECK(world.said("timed out (60s) waiting for app \"waves\" match desired state"));
    CHECK(world.time.elapsed() <= 64s);
}

TEST_CASE("--diagnose: where nobody may look, nothing more is asked") {
    application_run world;
    world.answer_settings();
    world.get().status(401).json(R"({"code":16,"message":"invalid session"})").forever();
    CHECK(world.run({"app", "wait", "waves", "--diagnose=auto"}) == 20);
    CHECK_FALSE(has(world.streams.talk, "Diagnosis"));
}

} // namespace argocdpp
