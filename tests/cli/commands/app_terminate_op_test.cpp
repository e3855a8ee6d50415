#include "application_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::application_run;

const std::string delete_operation = "DELETE /api/v1/applications/waves/operation";

} // namespace

TEST_CASE("app terminate-op: asks once, and tells the bare name") {
    application_run world;
    world.server.on(delete_operation + "?appNamespace=apps").json("{}");
    CHECK(world.run({"app", "terminate-op", "apps/waves"}) == 0);
    CHECK(world.streams.output == "Application 'waves' operation terminating\n");
}

TEST_CASE("app terminate-op: without a name, or with two, the help, exit 1") {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"app", "terminate-op"}, {"app", "terminate-op", "a", "b"}}) {
        application_run world;
        CHECK(world.run(words) == 1);
        CHECK(world.streams.output.find("argocdpp app terminate-op APPNAME") != std::string::npos);
    }
}

TEST_CASE("app terminate-op: the server's refusal in its words") {
    for (
        const auto& [status, answer, said] :
        {std::tuple{403, R"({"code":7,"message":"permission denied"})",
                    "rpc error: code = PermissionDenied desc = permission denied"},
         std::tuple{
             400,
             R"({"code":3,"message":"Unable to terminate operation. No operation is in progress"})",
             "rpc error: code = InvalidArgument desc = Unable to terminate operation. No "
             "operation is in progress"}}) {
        application_run world;
        world.server.on(delete_operation).status(status).json(answer);
        CHECK(world.run({"app", "terminate-op", "waves"}) == 20);
        CHECK(world.said(said));
        CHECK(world.streams.output == "");
    }
}

TEST_CASE("app terminate-op: is never sent twice") {
    const auto check = [](application_run& world, int code) {
        tests::check_ending(world, code);
        CHECK(world.count("DELETE") <= 1);
    };
    for (const auto what : {tests::fault::lost, tests::fault::cut, tests::fault::timeout}) {
        application_run world;
        world.server.on(delete_operation).json("{}");
        world.server.break_request(0, what);
        check(world, world.run({"app", "terminate-op", "waves"}));
    }
}

} // namespace argocdpp
