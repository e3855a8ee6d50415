// app add-source, app remove-source, app confirm-deletion.

#include "edit_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::edit_run;
using tests::refusal_of;

constexpr std::string_view two = R"({"sources":[{"name":"a"},{"name":"b","future":1}]})";
const std::string updated = "Application 'waves' updated successfully\n";

} // namespace

TEST_CASE("app add-source: behind the others, without touching them") {
    edit_run world(two);
    world.takes_patch();
    CHECK(world.run({"app", "add-source", "waves", "--repo", "r", "--path", "p"}) == 0);
    CHECK(world.patch() ==
          R"([{"op":"add","path":"/spec/sources/-","value":{"repoURL":"r","path":"p"}}])");
    CHECK(world.streams.output == updated);
}

TEST_CASE("app add-source: --parameter means the source in front, as the official CLI has it") {
    CHECK(tests::spec_after(two, {"--repo", "r", "-p", "k=v"}, "add-source") ==
          R"({"sources":[{"name":"a"},{"name":"b","future":1,"helm":{"parameters":)"
          R"([{"name":"k","value":"v"}]}},{"repoURL":"r"}]})");
}

TEST_CASE("app add-source: refusals") {
    edit_run single(R"({"source":{}})");
    CHECK(refusal_of(single, {"app", "add-source", "waves", "--repo", "r"}) ==
          "20: Cannot add source: application waves does not have spec.sources defined");
    tests::application_run nameless;
    CHECK(nameless.run({"app", "add-source"}) == 1);
    edit_run denied(two);
    denied.refuses_patch(403, 7, "permission denied: applications, update, default/waves");
    CHECK(refusal_of(denied, {"app", "add-source", "waves"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

TEST_CASE("app remove-source: by position or name") {
    for (const auto* flag : {"--source-position=2", "--source-name=b"}) {
        edit_run world(two);
        world.takes_patch();
        CHECK(world.run({"app", "remove-source", "waves", flag}) == 0);
        CHECK(world.patch() ==
              R"([{"op":"test","path":"/spec/sources/1","value":{"name":"b","future":1}},)"
              R"({"op":"remove","path":"/spec/sources/1"}])");
        CHECK(world.streams.output == updated);
    }
}

TEST_CASE("app remove-source: the source that was meant, wherever it has gone meanwhile") {
    edit_run world(R"({"sources":[{"name":"a"},{"name":"b"},{"name":"c"}]})");
    world.refuses_patch(500, 2, "error applying patch: testing value /x failed: test failed");
    world.holds(R"({"sources":[{"name":"b"},{"name":"c"}]})");
    world.takes_patch();
    CHECK(world.run({"app", "remove-source", "waves", "--source-position", "2"}) == 0);
    CHECK(world.patch(1) == R"([{"op":"test","path":"/spec/sources/0","value":{"name":"b"}},)"
                            R"({"op":"remove","path":"/spec/sources/0"}])");

    edit_run gone(R"({"sources":[{"name":"a"},{"name":"b"}]})");
    gone.refuses_patch(500, 2, "error applying patch: testing value /x failed: test failed");
    gone.holds(R"({"sources":[{"name":"a"},{"name":"c"}]})");
    CHECK(refusal_of(gone, {"app", "remove-source", "waves", "--source-position", "2"}) ==
          "20: the source was changed or removed by somebody else meanwhile; nothing was removed");
}

TEST_CASE("app remove-source: asks where prompts are enabled") {
    const std::string question = "Are you sure you want to delete the source? [y/n]";
    edit_run world(two);
    world.streams.input = {"y"};
    world.takes_patch();
    CHECK(world.run({"app", "remove-source", "waves", "--source-name=a", "--prompts-enabled"}) ==
          0);
    CHECK(world.streams.output == question + updated);

    edit_run unwilling(two);
    unwilling.streams.input = {"n"};
    CHECK(unwilling.run(
              {"app", "remove-source", "waves", "--source-name=a", "--prompts-enabled"}) == 0);
    CHECK(unwilling.streams.output ==
          question + "The command to delete the source was cancelled\n");
}

TEST_CASE("app remove-source: refusals") {
    for (const auto& [spec, flag, why] :
         std::vector<std::tuple<std::string, std::string, std::string>>{
             {R"({"source":{}})", "--source-position=1",
              "20: Application does not have multiple sources configured"},
             {R"({"sources":[{}]})", "--source-position=1",
              "20: Cannot remove the only source remaining in the app"},
             {std::string(two), "--source-position=3",
              "20: Application does not have source at 3\n"},
             {std::string(two), "--source-name=z", "1: Unknown source name 'z'"}}) {
        edit_run world(spec);
        CHECK(refusal_of(world, {"app", "remove-source", "waves", flag}) == why);
    }
    tests::application_run none;
    CHECK(refusal_of(none, {"app", "remove-source", "waves"}) ==
          "20: Value of source-position must be greater than 0");
    tests::application_run nameless;
    CHECK(nameless.run({"app", "remove-source"}) == 1);
    edit_run denied(two);
    denied.refuses_patch(403, 7, "permission denied: applications, update, default/waves");
    CHECK(refusal_of(denied, {"app", "remove-source", "waves", "--source-name=a"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

TEST_CASE("app confirm-deletion: one annotation, and all others stay") {
    edit_run world(R"({"source":{}})", R"({"name":"waves","annotations":{"a":"b"}})");
    world.takes_patch();
    CHECK(world.run({"app", "confirm-deletion", "waves"}) == 0);
    const auto patch = world.patch();
    CHECK(patch.find(R"([{"op":"test","path":)"
                     R"("/metadata/annotations/argocd.argoproj.io~1deletion-approved",)"
                     R"("value":null},{"op":"add")") == 0);
    CHECK(patch.find(R"("value":"20)") != std::string::npos);
    CHECK(world.streams.output == updated);
}

TEST_CASE("app confirm-deletion: where the application does not validate, it is put as it is") {
    edit_run world(R"({"source":{},"future":1})");
    world.refuses_patch(400, 3, "application spec for waves is invalid");
    world.holds(R"({"source":{},"future":1})");
    world.server.on("PUT /api/v1/applications/waves?validate=false").json("{}");
    CHECK(world.run({"app", "confirm-deletion", "waves"}) == 0);
    CHECK(world.body_of("PUT").find(R"("spec":{"source":{},"future":1})") != std::string::npos);
}

TEST_CASE("app confirm-deletion: usage and refusals") {
    tests::application_run nameless;
    CHECK(nameless.run({"app", "confirm-deletion"}) == 1);
    tests::application_run absent;
    absent.get().status(403).json(R"({"code":7,"message":"permission denied"})");
    CHECK(refusal_of(absent, {"app", "confirm-deletion", "waves"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

} // namespace argocdpp
