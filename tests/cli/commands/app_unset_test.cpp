#include "edit_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::edit_run;
using tests::refusal_of;
using words = std::vector<std::string>;

/// The patch that flags make for a source; "help" where they mean nothing, "" where nothing is
/// sent.
std::string patch_of(std::string_view source, words flags) {
    edit_run world(R"({"source":)" + std::string(source) + "}");
    flags.insert(flags.begin(), {"app", "unset", "waves"});
    world.server.on("PATCH /api/v1/applications/waves").json("{}").forever();
    world.server.break_request(9, tests::fault::lost); // the patch may stay away
    if (world.run(flags) == 1)
        return world.has_help() ? "help" : "failure";
    return world.count("PATCH") == 0 ? "" : world.patch();
}

std::string removal(const std::string& path, const std::string& value) {
    return R"({"op":"test","path":"/spec/source)" + path + R"(","value":)" + value +
           R"(},{"op":"remove","path":"/spec/source)" + path + R"("})";
}

const std::string parameters = R"({"helm":{"parameters":[{"name":"a"},{"name":"b"}],"future":1}})";

} // namespace

TEST_CASE("app unset: parameters, values files and values") {
    CHECK(patch_of(parameters, {"-p", "a", "-p", "z"}) ==
          "[" + removal("/helm/parameters/0", R"({"name":"a"})") + "]");
    CHECK(patch_of(R"({"helm":{"valueFiles":["a"],"releaseName":"r"}})", {"--values", "a"}) ==
          "[" + removal("/helm/valueFiles", R"(["a"])") + "]");
    CHECK(patch_of(R"({"helm":{"valuesObject":{},"releaseName":"r"}})", {"--values-literal"}) ==
          "[" + removal("/helm/valuesObject", "{}") + "]");
    CHECK(patch_of(R"({"helm":{"passCredentials":true,"future":1}})", {"--pass-credentials"}) ==
          "[" + removal("/helm/passCredentials", "true") + "]");
    CHECK(patch_of(R"({"helm":{"ignoreMissingValueFiles":true}})",
                   {"--ignore-missing-value-files"}) ==
          "[" + removal("/helm", R"({"ignoreMissingValueFiles":true})") + "]");
}

TEST_CASE("app unset: Kustomize options, images by name") {
    CHECK(patch_of(R"({"kustomize":{"namePrefix":"a","nameSuffix":"b"}})", {"--nameprefix"}) ==
          "[" + removal("/kustomize/namePrefix", "\"a\"") + "]");
    CHECK(patch_of(R"({"kustomize":{"images":["x/y:1","a=b:2"],"replicas":[{"name":"r"}]}})",
                   {"--kustomize-image", "a", "--kustomize-replica", "r"}) ==
          "[" + removal("/kustomize/images/1", "\"a=b:2\"") + "," +
              removal("/kustomize/replicas", R"([{"name":"r"}])") + "]");
    CHECK(patch_of(R"({"kustomize":{"version":"v5"}})", {"--kustomize-version"}) ==
          "[" + removal("/kustomize", R"({"version":"v5"})") + "]");
}

TEST_CASE("app unset: variables of a plugin, and the name that others refer to") {
    CHECK(patch_of(R"({"plugin":{"env":[{"name":"a","value":"1"},{"name":"b","value":"2"}]}})",
                   {"--plugin-env", "b"}) ==
          "[" + removal("/plugin/env/1", R"({"name":"b","value":"2"})") + "]");
    CHECK(patch_of(R"({"ref":"r"})", {"--ref"}) == "[" + removal("/ref", "\"r\"") + "]");
}

TEST_CASE("app unset: what is not there is no error, what can't be there brings the help") {
    CHECK(patch_of(parameters, {"-p", "z"}) == "");
    CHECK(patch_of("{}", {"-p", "z"}) == "");
    CHECK(patch_of(parameters, {"--nameprefix"}) == "help");
    CHECK(patch_of(R"({"kustomize":{"namePrefix":"a"}})", {"-p", "a"}) == "help");
    CHECK(patch_of(R"({"plugin":{"name":"a"}})", {}) == "help");
    // As the official CLI: a plugin's source keeps its ref.
    CHECK(patch_of(R"({"ref":"r","plugin":{"name":"a"}})", {"--ref"}) == "");
}

TEST_CASE("app unset: a source chosen by its name keeps it") {
    edit_run world(R"({"sources":[{"name":"a"},{"name":"b","ref":"r"}]})");
    world.takes_patch();
    CHECK(world.run({"app", "unset", "waves", "--source-name", "b", "--ref"}) == 0);
    CHECK(world.patch() == R"([{"op":"test","path":"/spec/sources/1/name","value":"b"},)"
                           R"({"op":"test","path":"/spec/sources/1/ref","value":"r"},)"
                           R"({"op":"test","path":"/spec/sources/1/ref","value":"r"},)"
                           R"({"op":"remove","path":"/spec/sources/1/ref"}])");
}

TEST_CASE("app unset: asks where prompts are enabled, once") {
    const std::string question = "Are you sure you want to unset the parameters? [y/n]";
    edit_run world(R"({"source":{"ref":"r"}})");
    world.streams.input = {"y"};
    world.refuses_patch(500, 2, "error applying patch: testing value /x failed: test failed");
    world.holds(R"({"source":{"ref":"s"}})");
    world.takes_patch();
    CHECK(world.run({"app", "unset", "waves", "--ref", "--prompts-enabled"}) == 0);
    CHECK(world.streams.output == question);

    edit_run unwilling(R"({"source":{"ref":"r"}})");
    unwilling.streams.input = {"no"};
    CHECK(unwilling.run({"app", "unset", "waves", "--ref", "--prompts-enabled"}) == 0);
    CHECK(unwilling.streams.output ==
          question + "The command to unset the parameters has been cancelled.\n");

    edit_run silent(R"({"source":{"ref":"r"}})");
    CHECK(refusal_of(silent, {"app", "unset", "waves", "--ref", "--prompts-enabled"}) ==
          "20: EOF: no answer on standard input; pass --prompts-enabled=false");
    CHECK(silent.count("PATCH") == 0);
}

TEST_CASE("app unset: a change that does not validate is put unvalidated") {
    edit_run world(R"({"source":{"ref":"r"},"future":1})");
    world.refuses_patch(400, 3, "application spec for waves is invalid");
    world.holds(R"({"source":{"ref":"r"},"future":1})");
    world.takes_spec();
    CHECK(world.run({"app", "unset", "waves", "--ref"}) == 0);
    CHECK(world.body_of("PUT") == R"({"source":{},"future":1})");
}

TEST_CASE("app unset: usage and refusals") {
    tests::application_run nameless;
    CHECK(nameless.run({"app", "unset", "-p", "a"}) == 1);

    tests::application_run both;
    CHECK(refusal_of(both, {"app", "unset", "waves", "--source-name=a", "--source-position=1"}) ==
          "20: Only one of source-position and source-name can be specified.");

    edit_run denied(R"({"source":{"ref":"r"}})");
    denied.refuses_patch(403, 7, "permission denied: applications, update, default/waves");
    denied.holds(R"({"source":{"ref":"r"}})");
    denied.server.on("PUT /api/v1/applications/waves/spec?validate=false")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(refusal_of(denied, {"app", "unset", "waves", "--ref"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

} // namespace argocdpp
