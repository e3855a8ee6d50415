#include "edit_run.hpp"
#include "project_run.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace argocdpp {
namespace {

using tests::project_run;
using tests::refusal_of;

struct creating : project_run {
    std::string file(std::string_view text = "metadata: {name: team-a, labels: {l: x}}\n"
                                             "spec: {description: d, future: z}\n"
                                             "---\nmetadata: {name: other}\n") const {
        const auto where = (directory / "team.yaml").string();
        std::ofstream(where) << text;
        return where;
    }
    /// What a run sends.
    std::string sent(const std::vector<std::string>& words) {
        server.on("POST /api/v1/projects").json("{}");
        const int code_of_run = run(words);
        CAPTURE(streams.talk);
        CHECK(code_of_run == 0);
        CHECK(streams.output == "");
        return body_of("POST");
    }
};

} // namespace

TEST_CASE("proj create: from flags") {
    CHECK(creating().sent({"proj", "create", "team-a"}) ==
          R"({"project":{"metadata":{"name":"team-a"}}})");
    CHECK(
        creating().sent({"proj", "create", "team-a", "--src", "a", "--dest", "s,n", "--upsert"}) ==
        R"({"project":{"metadata":{"name":"team-a"},"spec":{"sourceRepos":["a"],)"
        R"("destinations":[{"server":"s","namespace":"n"}]}},"upsert":true})");
}

TEST_CASE("proj create: from a file's first document, changed by flags") {
    creating world;
    CHECK(world.sent({"proj", "create", "-f", world.file(), "--src", "a"}) ==
          R"({"project":{"metadata":{"name":"team-a","labels":{"l":"x"}},)"
          R"("spec":{"description":"d","future":"z","sourceRepos":["a"]}}})");
}

TEST_CASE("proj create: from standard input, whatever the argument says") {
    creating world;
    world.streams.whole_input = "metadata: {name: team-b}";
    CHECK(world.sent({"proj", "create", "team-a", "-f", "-"}) ==
          R"({"project":{"metadata":{"name":"team-b"}}})");
}

TEST_CASE("proj create: files that can't be used are refused before anything is sent") {
    struct refused {
        std::string text;
        std::string begin;
    };
    for (const auto& [text, begin] : std::vector<refused>{
             {"metadata: {name: team-a}",
              "20: project name 'other' does not match project spec metadata.name 'team-a'"},
             {"metadata: [", "20: error reading proj from uri: yaml: line 1, column "},
             {"spec: {roles: 5}", "20: error reading proj from uri: .spec.roles: expected "}}) {
        creating world;
        CHECK(refusal_of(world, {"proj", "create", "other", "-f", world.file(text)})
                  .starts_with(begin));
    }
    creating world;
    CHECK(refusal_of(world, {"proj", "create", "-f", "/nowhere/x"}) ==
          "20: error reading proj from uri: open /nowhere/x: no such file or directory");
    creating piped;
    piped.streams.whole_input = "[";
    CHECK(refusal_of(piped, {"proj", "create", "-f", "-"}).starts_with("20: unable to read "));
}

TEST_CASE("proj create: usage and refusals") {
    project_run nameless;
    CHECK(nameless.run({"proj", "create", "--upsert"}) == 1);
    CHECK(nameless.streams.output.find("Usage:\n  argocdpp proj create") != std::string::npos);
    project_run denied;
    denied.server.on("POST /api/v1/projects")
        .status(403)
        .json(R"({"code":7,"message":"permission denied"})");
    CHECK(refusal_of(denied, {"proj", "create", "x"}) ==
          "20: rpc error: code = PermissionDenied desc = permission denied");
}

} // namespace argocdpp
