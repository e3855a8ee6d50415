#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using namespace std::chrono_literals;
using tests::app_json;
using tests::application_run;

constexpr std::string_view later = "?project=default";
constexpr std::string_view tree = R"({"nodes":[
    {"group":"apps","kind":"Deployment","namespace":"d","name":"web","uid":"1","health":{"status":"Progressing"}},
    {"kind":"Pod","namespace":"d","name":"web-x","uid":"2","parentRefs":[{"uid":"1"}]}]})";

void answer_rollout(application_run& world) {
    world.answer_settings();
    const tests::app_facts rollout{.health = "Progressing",
                                   .resources =
                                       R"([{"kind":"Service","name":"web","status":"Synced"}])"};
    world.get().json(app_json(rollout));
    world.get(later).json(app_json(rollout)).times(2);
    world.get(later).json(app_json({.version = "11"})).forever();
    world.stream().hang().forever();
    world.server.on("GET /api/v1/applications/waves/resource-tree?project=default")
        .json(std::string(tree))
        .forever();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("app wait --live draws the tree on a terminal, and leaves nothing of it") {
    application_run world;
    world.streams.is_terminal = true;
    answer_rollout(world);
    CHECK(world.run({"app", "wait", "waves", "--live"}) == 0);
    CHECK(has(world.streams.output, "└─Pod/web-x"));
    CHECK_FALSE(has(world.streams.output, "TIMESTAMP"));
    CHECK(has(world.streams.output, "A\x1b[J\nName:  "));
}

TEST_CASE("app wait --live prints elsewhere what it prints without") {
    std::string plain;
    for (const bool is_live : {false, true}) {
        application_run world;
        answer_rollout(world);
        CHECK(world.run({"app", "wait", "waves", is_live ? "--live" : "--live=false"}) == 0);
        if (is_live)
            CHECK(world.streams.output == plain);
        plain = world.streams.output;
    }
    CHECK(has(plain, "TIMESTAMP"));
}

TEST_CASE("app get --live draws until the application is gone") {
    application_run world;
    world.streams.is_terminal = true;
    world.variables["NO_COLOR"] = "1";
    world.get().json(app_json({}));
    world.get().json(app_json({}));
    world.get(later).json(app_json({}));
    world.get(later).status(404).forever();
    world.stream().hang().forever();
    world.server.on("GET /api/v1/applications/waves/resource-tree?project=default")
        .status(403)
        .forever();
    CHECK(world.run({"app", "get", "waves", "--live"}) == 0);
    CHECK(has(world.streams.output, "waves  Synced  Healthy"));
    CHECK(world.streams.output.ends_with("Application 'waves' deleted\n"));
}

} // namespace argocdpp
