#include "project_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::project_run;
using words = std::vector<std::string>;

const words group{"proj", "source-integrity", "git", "policies"};
constexpr std::string_view key = "D56C4FCA57A46444";
constexpr std::string_view two_policies =
    R"("sourceIntegrity":{"git":{"policies":[{"repos":[{"url":"a"},{"url":"b"}],)"
    R"("gpg":{"mode":"strict","keys":["D56C4FCA57A46444"]}},{"gpg":{"mode":"none"}}]}})";

words command(words rest) {
    words all = group;
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
}

void answer_keys(project_run& world) {
    world.server.on("GET /api/v1/gpgkeys").json(R"({"items":[{"keyID":"D56C4FCA57A46444"}]})");
}

/// What a command says on standard output where it fails.
std::string complaint(words rest, std::string_view spec = two_policies) {
    project_run world;
    CHECK(world.edit(command(std::move(rest)), spec) == "nothing");
    CHECK(world.code == 1);
    return world.streams.output;
}

} // namespace

TEST_CASE("proj source-integrity: the policies as a table") {
    project_run world;
    world.has(two_policies);
    CHECK(world.run(command({"list", "team-a"})) == 0);
    CHECK(world.streams.output == "ID  GPG-MODE  GPG-KEYS          REPO-URLS\n"
                                  "0   strict    D56C4FCA57A46444  a, b\n"
                                  "1   none      <none>            <none>\n");
    CHECK(complaint({"list", "team-a"}, "") ==
          "Error: no source integrity git policies defined for project \"team-a\"\n");
}

TEST_CASE("proj source-integrity: a policy is added, and all of them shown") {
    project_run world;
    world.has("");
    answer_keys(world);
    CHECK(world.edit(command({"add", "team-a", "--gpg-mode", "head", "--repo-url", "a,b",
                              "--gpg-key", std::string(key) + ",0123456789abcdef"}),
                     "") ==
          R"("sourceIntegrity":{"git":{"policies":[{"repos":[{"url":"a"},{"url":"b"}],)"
          R"("gpg":{"mode":"head","keys":["D56C4FCA57A46444","0123456789abcdef"]}}]}})");
    CHECK(world.streams.talk == "Warning: Following GPG keys are not in repo-server keyring: "
                                "0123456789abcdef\n");
    CHECK(world.streams.output.find("0   head") != std::string::npos);
}

TEST_CASE("proj source-integrity: what is no mode and no key") {
    CHECK(complaint({"add", "team-a"}) == "Error: gpg-mode must be set\n");
    CHECK(complaint({"add", "team-a", "--gpg-mode", "x"}) ==
          "Error: gpg-mode must be one of: strict, head, none\n");
    CHECK(complaint({"add", "team-a", "--gpg-mode", "none", "--gpg-key", "x"}) ==
          "Error: invalid GPG key ID '': 'x' is not a valid GnuPG key ID\n");
}

TEST_CASE("proj source-integrity: a policy is changed after it was shown and agreed to") {
    for (const bool agreed : {true, false}) {
        project_run world;
        answer_keys(world);
        if (agreed)
            world.has(two_policies);
        world.streams.input = {agreed ? "y" : "n"};
        const auto written = world.edit(
            command({"update", "team-a", "0", "--add-repo-url", "c", "--delete-repo-url", "a"}),
            two_policies);
        CHECK(world.code == 0);
        CHECK((written.find(R"("repos":[{"url":"b"},{"url":"c"}])") != std::string::npos) ==
              agreed);
        CHECK((written == "nothing") == !agreed);
        CHECK(world.streams.output.find("Are you sure you want to update policy 0 from project "
                                        "\"team-a\"? [y/N] ") != std::string::npos);
        CHECK((world.streams.output.find("Aborted by user.\n") != std::string::npos) == !agreed);
    }
}

TEST_CASE("proj source-integrity: changes that contradict each other, or no policy") {
    CHECK(complaint({"update", "team-a", "2", "-y"}) ==
          "Error: the POLICY_ID 2 is out of range (0-1)\n");
    CHECK(complaint({"update", "team-a", "x", "-y"}) == "Error: invalid POLICY_ID 'x'\n");
    CHECK(complaint({"update", "team-a", "0", "-y", "--gpg-key", "a", "--add-gpg-key", "b"}) ==
          "Error: option --gpg-key, cannot be combined with --add-gpg-key or --delete-gpg-key\n");
    CHECK(complaint({"update", "team-a", "0", "-y", "--repo-url", "a", "--add-repo-url", "b"}) ==
          "Error: option --repo-url, cannot be combined with --add-repo-url or "
          "--delete-repo-url\n");
}

TEST_CASE("proj source-integrity: policies are deleted, the last ones with all around them") {
    project_run one;
    CHECK(one.edit(command({"delete", "team-a", "0", "-y"}), two_policies) ==
          R"("sourceIntegrity":{"git":{"policies":[{"gpg":{"mode":"none"}}]}})");
    project_run all;
    CHECK(all.edit(command({"delete", "team-a", "1", "0", "1", "-y"}), two_policies) == "");
    project_run silent;
    CHECK(silent.edit(command({"delete", "team-a", "0"}), two_policies) == "nothing");
    CHECK(silent.streams.talk.find("pass --yes") != std::string::npos);
    CHECK(complaint({"delete", "team-a", "5", "-y"}) ==
          "Error: the POLICY_ID 5 is out of range (0-1)\n");
}

TEST_CASE("proj source-integrity: errors of the server are told on standard output too") {
    project_run world;
    world.server.on("GET " + std::string(project_run::path))
        .status(404)
        .json(R"({"code":5,"message":"appprojects.argoproj.io \"team-a\" not found"})");
    CHECK(world.run(command({"list", "team-a"})) == 1);
    CHECK(world.streams.output ==
          "Error: failed getting project \"team-a\": rpc error: code = NotFound desc = "
          "appprojects.argoproj.io \"team-a\" not found\n");
}

} // namespace argocdpp
