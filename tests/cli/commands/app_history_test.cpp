#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

const std::string deployed_twice = R"({"metadata":{"name":"waves"},"spec":{},"status":{"history":[
    {"revision":"fbec28c36853","source":{"repoURL":"https://git/r","targetRevision":"first"}},
    {"id":3,"revision":"faf0510e37bc","source":{"repoURL":"https://git/r","targetRevision":"v1"}}]}})";

} // namespace

TEST_CASE("app history: the table, or the numbers alone") {
    for (const auto& [output, printed] :
         {std::pair{"wide", "SOURCE  https://git/r\n"
                            "ID      DATE                           REVISION\n"
                            "0       0001-01-01 00:00:00 +0000 UTC  first (fbec28c)\n"
                            "3       0001-01-01 00:00:00 +0000 UTC  v1 (faf0510)\n"},
          std::pair{"id", "0\n3\n"}}) {
        application_run world;
        world.get("?appNamespace=apps").json(deployed_twice);
        CHECK(world.run({"app", "history", "waves", "-N", "apps", "-o", output}) == 0);
        CHECK(world.streams.output == printed);
    }
}

TEST_CASE("app history: nothing for what was never deployed") {
    application_run world;
    world.get().json(tests::app_json({}));
    CHECK(world.run({"app", "history", "waves"}) == 0);
    CHECK(world.streams.output == "");
}

TEST_CASE("app history: without a name, or with two, the help, exit 1") {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"app", "history"}, {"app", "history", "a", "b"}}) {
        application_run world;
        CHECK(world.run(words) == 1);
        CHECK(world.streams.output.find("argocdpp app history APPNAME") != std::string::npos);
    }
}

TEST_CASE("app history: the server's refusal in its words") {
    application_run world;
    world.get().status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(world.run({"app", "history", "waves"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied"));
}

TEST_CASE("app history: with a fault at any request it ends well or says why") {
    tests::with_every_fault([](application_run& world) { world.get().json(deployed_twice); },
                            {"app", "history", "waves"}, tests::check_ending);
}

} // namespace argocdpp
