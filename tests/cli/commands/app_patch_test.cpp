#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

constexpr std::string_view patch_waves = "PATCH /api/v1/applications/waves";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("app patch: prints what became of the application, and a blank line") {
    application_run world;
    world.server.on(patch_waves).json(R"({"spec":{"b":1,"a":"x"},"metadata":{"name":"waves"}})");
    CHECK(world.run({"app", "patch", "argocd/waves", "--patch", "[]"}) == 0);
    CHECK(world.body_of("PATCH") ==
          R"({"name":"waves","patch":"[]","patchType":"json","appNamespace":"argocd"})");
    CHECK(world.streams.output.starts_with("metadata:\n  name: waves\nspec:\n  a: x\n  b: 1\n"));
    CHECK(world.streams.output.ends_with("\n\n"));
}

TEST_CASE("app patch: the type and the namespace of the flags, whatever they are") {
    application_run world;
    world.server.on(patch_waves).json("{}");
    CHECK(world.run({"app", "patch", "waves", "-N", "n", "--type", "merge"}) == 0);
    CHECK(world.body_of("PATCH") ==
          R"({"name":"waves","patch":"","patchType":"merge","appNamespace":"n"})");
}

TEST_CASE("app patch: the server's refusal in its words") {
    application_run world;
    world.server.on(patch_waves).status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "patch", "waves"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
    CHECK(world.streams.output == "");
}

TEST_CASE("app patch: with none or two names the help, exit 1") {
    for (const auto& words : {std::vector<std::string>{"app", "patch"},
                              std::vector<std::string>{"app", "patch", "a", "b"}}) {
        application_run world;
        CHECK(world.run(words) == 1);
        CHECK(has(world.streams.output, "argocdpp app patch APPNAME"));
        CHECK(world.server.requests().empty());
    }
}

TEST_CASE("app patch: with a fault it is never sent twice, and ends well or says why") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.streams.output.empty() == (code != 0));
        const bool was_sent = !has(world.streams.talk, "Failed to establish connection");
        CHECK(has(world.streams.talk, "it may have been taken") == (code != 0 && was_sent));
    };
    tests::with_every_fault([](application_run& world) { world.server.on(patch_waves).json("{}"); },
                            {"app", "patch", "waves", "--patch", "[]"}, check);
}

} // namespace argocdpp
