#include "project_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::project_run;
using tests::refusal;
using words = std::vector<std::string>;

struct edit_case {
    words command;
    std::string_view before;
    std::string_view after;
};

void check(const std::vector<edit_case>& cases) {
    for (const auto& [command, before, after] : cases) {
        INFO(command.at(1));
        project_run world;
        CHECK(world.edit(command, before) == after);
        CHECK(world.code == 0);
        CHECK(world.streams.output == "");
    }
}

void check_notice(const words& command, std::string_view before, std::string_view notice) {
    project_run world;
    CHECK(world.edit(command, before) == "nothing");
    CHECK(world.code == 0);
    CHECK(world.streams.output == notice);
}

} // namespace

TEST_CASE("proj: sources are added and taken away") {
    check({{{"proj", "add-source", "team-a", "x"}, "", R"("sourceRepos":["x"])"},
           {{"proj", "remove-source", "team-a", "x"},
            R"("sourceRepos":["w","x"])",
            R"("sourceRepos":["w"])"},
           {{"proj", "add-source-namespace", "team-a", "n"}, "", R"("sourceNamespaces":["n"])"},
           {{"proj", "remove-source-namespace", "team-a", "n"},
            R"("sourceNamespaces":["n","m"])",
            R"("sourceNamespaces":["m"])"}});
}

TEST_CASE("proj add-source: a repository that is allowed already, however it is spelled") {
    for (const auto* url : {"https://github.com/a/b", "https://GitHub.com/a/b.git"})
        check_notice({"proj", "add-source", "team-a", url},
                     R"("sourceRepos":["https://github.com/a/b.git"])",
                     "Source repository 'https://github.com/a/b.git' already allowed in project\n");
    check_notice({"proj", "add-source", "team-a", "ssh://git@github.com/a/b"},
                 R"("sourceRepos":["git@github.com:a/b.git"])",
                 "Source repository 'git@github.com:a/b.git' already allowed in project\n");
    check_notice({"proj", "add-source", "team-a", "x"}, R"("sourceRepos":["*"])",
                 "Source repository '*' already allowed in project\n");
}

TEST_CASE("proj: what is not among the sources is told, and is no failure") {
    check_notice({"proj", "remove-source", "team-a", "x"}, "",
                 "Source repository 'x' does not exist in project\n");
    check_notice({"proj", "add-source-namespace", "team-a", "n"}, R"("sourceNamespaces":["n"])",
                 "Source namespace '*' already allowed in project\n");
    check_notice({"proj", "remove-source-namespace", "team-a", "*"}, R"("sourceNamespaces":["*"])",
                 "Source namespace '*' does not exist in project or cannot be removed\n");
}

TEST_CASE("proj: destinations and their service accounts are added and taken away") {
    check({{{"proj", "add-destination", "team-a", "s", "n"},
            "",
            R"("destinations":[{"server":"s","namespace":"n"}])"},
           {{"proj", "add-destination", "team-a", "c", "n", "--name"},
            "",
            R"("destinations":[{"namespace":"n","name":"c"}])"},
           {{"proj", "remove-destination", "team-a", "s", "n"},
            R"("destinations":[{"server":"s","namespace":"n","future":1},{"server":"t"}])",
            R"("destinations":[{"server":"t"}])"},
           {{"proj", "add-destination-service-account", "team-a", "s", "n", "a",
             "--service-account-namespace", "m"},
            "",
            R"("destinationServiceAccounts":[{"server":"s","namespace":"n",)"
            R"("defaultServiceAccount":"m:a"}])"},
           {{"proj", "remove-destination-service-account", "team-a", "s", "n", "a"},
            R"("destinationServiceAccounts":[{"server":"s","namespace":"n",)"
            R"("defaultServiceAccount":"a"}])",
            ""}});
}

TEST_CASE("proj: destinations that are there already, or are not, are refused") {
    const auto* one = R"("destinations":[{"server":"s","namespace":"n"}])";
    CHECK(refusal({"proj", "add-destination", "team-a", "s", "n"}, one, 1)
              .find("Specified destination is already defined in project") != std::string::npos);
    CHECK(refusal({"proj", "remove-destination", "team-a", "s", "m"}, one, 1)
              .find("Specified destination does not exist in project") != std::string::npos);
    project_run world;
    CHECK(world.run({"proj", "add-destination-service-account", "team-a", "s", "n", "a*"}) == 1);
    CHECK(world.said("ServiceAccount for DestinationServiceAccount must not contain wildcards"));
}

TEST_CASE("proj: a kind is allowed by one list or by the other") {
    struct list_case {
        words command;
        std::string_view before;
        std::string_view after;
        std::string_view talk;
    };
    const auto* group = "apps";
    for (const auto& [command, before, after, talk] : std::vector<list_case>{
             {{"proj", "allow-cluster-resource", "team-a", group, "K"},
              "",
              R"("clusterResourceWhitelist":[{"group":"apps","kind":"K"}])",
              "Group 'apps', kind 'K', and name '' is added to allowed cluster resources\n"},
             {{"proj", "allow-cluster-resource", "team-a", group, "K", "n*", "-l", "deny"},
              R"("clusterResourceBlacklist":[{"group":"apps","kind":"K","name":"n*"}])",
              "",
              "Group 'apps', kind 'K', and name 'n*' is removed from denied cluster resources\n"},
             {{"proj", "deny-cluster-resource", "team-a", group, "K"},
              R"("clusterResourceWhitelist":[{"group":"apps","kind":"K"}])",
              "",
              "Group 'apps', kind 'K', and name '' is removed from allowed cluster resources\n"},
             {{"proj", "deny-namespace-resource", "team-a", group, "K"},
              "",
              R"("namespaceResourceBlacklist":[{"group":"apps","kind":"K"}])",
              "Group 'apps' and kind 'K' is added to denied namespaced resources\n"},
             {{"proj", "allow-namespace-resource", "team-a", group, "K", "--list", "white"},
              "",
              R"("namespaceResourceWhitelist":[{"group":"apps","kind":"K"}])",
              "Group 'apps' and kind 'K' is added to allowed namespaced resources\n"}}) {
        project_run world;
        CHECK(world.edit(command, before) == after);
        CHECK(world.streams.talk == talk);
        CHECK(world.streams.output == "");
    }
    check_notice({"proj", "allow-cluster-resource", "team-a", group, "K"},
                 R"("clusterResourceWhitelist":[{"group":"apps","kind":"K"}])", "");
}

TEST_CASE("proj: kinds of orphaned resources to be left alone") {
    check({{{"proj", "add-orphaned-ignore", "team-a", "g", "K", "--name", "n"},
            R"("orphanedResources":{"warn":true})",
            R"("orphanedResources":{"warn":true,)"
            R"("ignore":[{"group":"g","kind":"K","name":"n"}]})"},
           {{"proj", "remove-orphaned-ignore", "team-a", "g", "K"},
            R"("orphanedResources":{"ignore":[{"group":"g","kind":"K"},{"kind":"L"}]})",
            R"("orphanedResources":{"ignore":[{"kind":"L"}]})"}});
    CHECK(refusal({"proj", "remove-orphaned-ignore", "team-a", "g", "K"}, "", 1)
              .find("does not exist in the orphaned ignore list of project") != std::string::npos);
}

TEST_CASE("proj: signature keys, which are told to be out of fashion") {
    const std::string key = "D56C4FCA57A46444";
    const std::string one = R"("signatureKeys":[{"keyID":")" + key + R"("}])";
    project_run adding;
    CHECK(adding.edit({"proj", "add-signature-key", "team-a", key}, "") == one);
    CHECK(adding.streams.talk.find("is deprecated") != std::string::npos);
    project_run removing;
    CHECK(removing.edit({"proj", "remove-signature-key", "team-a", key}, one) == "");
    CHECK(refusal({"proj", "add-signature-key", "team-a", key}, one, 1)
              .find("already defined in project") != std::string::npos);
    project_run wrong;
    CHECK(wrong.run({"proj", "add-signature-key", "team-a", "x"}) == 1);
    CHECK(wrong.said("'x' is not a valid GnuPG key ID"));
}

TEST_CASE("proj set: what is given replaces what is there, the rest stays") {
    check({{{"proj", "set", "team-a", "--description", "d", "--src", "a", "--src", "b", "--dest",
             "s,n"},
            R"("sourceRepos":["x"],"future":1)",
            R"("sourceRepos":["a","b"],"future":1,)"
            R"("destinations":[{"server":"s","namespace":"n"}],"description":"d")"},
           {{"proj", "set", "team-a", "--allow-cluster-resource", "K", "--allow-cluster-resource",
             "g/K/n", "--deny-namespaced-resource", "g/L"},
            "",
            R"("clusterResourceWhitelist":[{"kind":"K"},{"group":"g","kind":"K","name":"n"}],)"
            R"("namespaceResourceBlacklist":[{"group":"g","kind":"L"}])"},
           {{"proj", "set", "team-a", "--orphaned-resources-warn=false"},
            R"("orphanedResources":{"ignore":[{"kind":"L"}]})",
            R"("orphanedResources":{"warn":false})"},
           {{"proj", "set", "team-a", "--orphaned-resources=false"},
            R"("orphanedResources":{"warn":true})",
            ""}});
    CHECK(refusal({"proj", "set", "team-a", "--dest", "bad"}, "", 1)
              .find("Expected destination of the form: server,namespace. Received: bad") !=
          std::string::npos);
}

TEST_CASE("proj set: without any flag it says so and shows its help") {
    CHECK(refusal({"proj", "set", "team-a"}, "", 1)
              .find("Please set at least one option to update") != std::string::npos);
}

TEST_CASE("proj: each of them shows its help where arguments are missing") {
    for (const auto* name :
         {"add-source", "remove-source", "add-source-namespace", "remove-source-namespace",
          "add-destination", "remove-destination", "add-destination-service-account",
          "remove-destination-service-account", "allow-cluster-resource", "deny-cluster-resource",
          "allow-namespace-resource", "deny-namespace-resource", "add-orphaned-ignore",
          "remove-orphaned-ignore", "add-signature-key", "remove-signature-key", "delete"}) {
        project_run world;
        CHECK(world.run({"proj", name}) == 1);
        CHECK(world.streams.output.find("\nUsage:\n  argocdpp proj " + std::string(name)) !=
              std::string::npos);
    }
}

TEST_CASE("proj: who may not change the project is told so") {
    project_run world;
    world.has("");
    world.server.on("PUT " + std::string(project_run::path))
        .status(403)
        .json(R"({"code":7,"message":"permission denied: projects, update, team-a"})");
    CHECK(world.run({"proj", "add-source", "team-a", "x"}) == 20);
    CHECK(world.said("rpc error: code = PermissionDenied desc = permission denied: projects, "
                     "update, team-a"));
}

TEST_CASE("proj delete: each in turn, asked about only where that is wanted") {
    project_run world;
    world.server.on("DELETE " + std::string(project_run::path)).json("{}");
    world.server.on("DELETE /api/v1/projects/b").json("{}");
    CHECK(world.run({"proj", "delete", "team-a", "b"}) == 0);
    CHECK(world.streams.output == "");

    project_run asked;
    asked.streams.input = {"n"};
    CHECK(asked.run({"proj", "delete", "team-a", "--prompts-enabled"}) == 0);
    CHECK(asked.streams.output == "Are you sure you want to delete team-a? [y/n]"
                                  "The command to delete team-a was cancelled.\n");

    project_run silent;
    CHECK(silent.run({"proj", "delete", "team-a", "--prompts-enabled"}) == 20);
    CHECK(silent.streams.talk.find("--prompts-enabled=false") != std::string::npos);
}

} // namespace argocdpp
