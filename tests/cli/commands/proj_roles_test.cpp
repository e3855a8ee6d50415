#include "project_run.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace argocdpp {
namespace {

using tests::project_run;
using tests::refusal;

constexpr std::string_view two_roles =
    R"("roles":[{"name":"ci","description":"d","policies":["p1","p2"],"groups":["g"],)"
    R"("jwtTokens":[{"iat":1795480117,"exp":1795566517,"id":"t"},{"iat":5,"id":"u"}]},)"
    R"({"name":"ops","policies":["p3"]}])";

} // namespace

TEST_CASE("proj role list: a table, names, documents") {
    project_run world;
    world.has(two_roles);
    CHECK(world.run({"proj", "role", "list", "team-a"}) == 0);
    CHECK(world.streams.output == "ROLE-NAME  DESCRIPTION\nci         d\nops        \n");

    project_run names;
    names.has(two_roles);
    CHECK(names.run({"proj", "role", "list", "team-a", "-o", "name"}) == 0);
    CHECK(names.streams.output == "ci\nops\n");

    project_run none;
    none.has("");
    CHECK(none.run({"proj", "role", "list", "team-a", "-o", "json"}) == 0);
    CHECK(none.streams.output == "[]\n");

    project_run wrong;
    wrong.has("");
    CHECK(wrong.run({"proj", "role", "list", "team-a", "-o", "x"}) == 20);
    CHECK(wrong.said("unknown output format: x"));
}

TEST_CASE("proj role get: the policies of all roles, the groups, the tokens by their age") {
    project_run world;
    world.server.on("GET " + std::string(project_run::path))
        .json(R"({"metadata":{"name":"team-a"},"spec":{)" + std::string(two_roles) +
              R"(},"status":{"jwtTokensByRole":{"ci":{"items":[{"iat":1795480117,"exp":0}]}}}})");
    CHECK(world.run({"proj", "role", "get", "team-a", "ci"}) == 0);
    const std::string expected = "Role Name:     ci\n"
                                 "Description:   d\n"
                                 "Policies:\n"
                                 "p, proj:team-a:ci, projects, get, team-a, allow\n"
                                 "p1\n"
                                 "p2\n"
                                 "g, g, proj:team-a:ci\n"
                                 "p, proj:team-a:ops, projects, get, team-a, allow\n"
                                 "p3\n"
                                 "Groups:\n"
                                 "  - g\n"
                                 "JWT Tokens:\n"
                                 "ID          ISSUED-AT";
    CHECK(world.streams.output.starts_with(expected));
    CHECK(world.streams.output.find("\n1795480117  2026-11-24T00:28:37Z (") != std::string::npos);
    CHECK(refusal({"proj", "role", "get", "team-a", "x"}, two_roles, 20)
              .find("role 'x' does not exist in project 'team-a'") != std::string::npos);
}

TEST_CASE("proj role create and delete") {
    project_run world;
    CHECK(world.edit({"proj", "role", "create", "team-a", "ci", "--description", "d"}, "") ==
          R"("roles":[{"name":"ci","description":"d"}])");
    CHECK(world.streams.output == "Role 'ci' created\n");

    project_run known;
    CHECK(known.edit({"proj", "role", "create", "team-a", "ci"}, two_roles) == "nothing");
    CHECK(known.streams.output == "Role 'ci' already exists\n");

    project_run gone;
    CHECK(gone.edit({"proj", "role", "delete", "team-a", "ci"}, two_roles) ==
          R"("roles":[{"name":"ops","policies":["p3"]}])");
    CHECK(gone.streams.output == "Role 'ci' deleted\n");

    project_run unknown;
    CHECK(unknown.edit({"proj", "role", "delete", "team-a", "x"}, two_roles) == "nothing");
    CHECK(unknown.code == 0);
    CHECK(unknown.streams.output == "Role 'x' does not exist in project\n");

    project_run unwilling;
    unwilling.streams.input = {"no"};
    CHECK(unwilling.edit({"proj", "role", "delete", "team-a", "ci", "--prompts-enabled"},
                         two_roles) == "nothing");
    CHECK(unwilling.streams.output == "Are you sure you want to delete 'ci' role? [y/n]"
                                      "The command to delete role 'ci' was cancelled.\n");
}

TEST_CASE("proj role: policies") {
    project_run world;
    CHECK(world.edit({"proj", "role", "add-policy", "team-a", "ops", "-a", "sync", "-o", "*"},
                     R"("roles":[{"name":"ops"}])") ==
          R"("roles":[{"name":"ops",)"
          R"("policies":["p, proj:team-a:ops, applications, sync, team-a/*, allow"]}])");
    CHECK(world.streams.output == "");

    project_run gone;
    CHECK(gone.edit({"proj", "role", "remove-policy", "team-a", "ops", "-a", "get", "-o", "x", "-r",
                     "logs", "-p", "deny"},
                    R"("roles":[{"name":"ops","policies":[)"
                    R"("p, proj:team-a:ops, logs, get, team-a/x, deny","a","b"]}])") ==
          R"("roles":[{"name":"ops","policies":["b","a"]}])");

    project_run unknown;
    CHECK(unknown.edit({"proj", "role", "remove-policy", "team-a", "ops", "-a", "get"},
                       two_roles) == "nothing");
    CHECK(unknown.code == 0);

    project_run wrong_kind;
    CHECK(wrong_kind.run({"proj", "role", "add-policy", "team-a", "ops", "-r", "pods"}) == 1);
    CHECK(refusal({"proj", "role", "add-policy", "team-a", "x", "-a", "get"}, two_roles, 20)
              .find("role 'x' does not exist") != std::string::npos);
}

TEST_CASE("proj role: groups") {
    project_run world;
    CHECK(world.edit({"proj", "role", "add-group", "team-a", "ops", "h"},
                     R"("roles":[{"name":"ops"}])") ==
          R"("roles":[{"name":"ops","groups":["h"]}])");
    CHECK(world.streams.output == "Group 'h' added to role 'ops'\n");

    project_run known;
    CHECK(known.edit({"proj", "role", "add-group", "team-a", "ci", "g"}, two_roles) == "nothing");
    CHECK(known.streams.output == "Group 'g' already present in role 'ci'\n");

    project_run gone;
    CHECK(gone.edit({"proj", "role", "remove-group", "team-a", "ops", "h"},
                    R"("roles":[{"name":"ops","groups":["h"]}])") == R"("roles":[{"name":"ops"}])");
    CHECK(gone.streams.output == "Group 'h' removed from role 'ops'\n");

    project_run unknown;
    CHECK(unknown.edit({"proj", "role", "remove-group", "team-a", "ci", "x"}, two_roles) ==
          "nothing");
    CHECK(unknown.streams.output == "Group 'x' not present in role 'ci'\n");
}

TEST_CASE("proj role create-token: the token alone, or what it says of itself") {
    const auto token = tests::token_of(
        R"({"sub":"proj:team-a:ci","jti":"id-1","iat":1795480117,"exp":1795566517})");
    for (const bool alone : {false, true}) {
        project_run world;
        world.server.on("POST /api/v1/projects/team-a/roles/ci/token")
            .json(R"({"token":")" + token + R"("})")
            .inspect([](const http_request& request) {
                CHECK(request.body == R"({"project":"team-a","role":"ci","expiresIn":604800})");
            });
        std::vector<std::string> words{"proj", "role", "create-token", "team-a", "ci", "-e", "7d"};
        if (alone)
            words.push_back("-t");
        CHECK(world.run(words) == 0);
        CHECK(world.streams.output == (alone ? token + "\n"
                                             : "Create token succeeded for proj:team-a:ci.\n"
                                               "  ID: id-1\n"
                                               "  Issued At: 2026-11-24T00:28:37Z\n"
                                               "  Expires At: 2026-11-25T00:28:37Z\n"
                                               "  Token: " +
                                                   token + "\n"));
        CHECK(world.streams.talk == "");
    }
}

TEST_CASE("proj role create-token: lifetimes that are none") {
    for (const auto* text : {"7", "d", "1h30m", "3x", "-1h", "99999999999d"}) {
        project_run world;
        CHECK(world.run({"proj", "role", "create-token", "team-a", "ci",
                         std::string("--expires-in=") + text}) == 20);
        CHECK(world.said("invalid since format '" + std::string(text) +
                         "', expected format <duration><unit> (e.g. 3h)"));
    }
}

TEST_CASE("proj role list-tokens and delete-token") {
    project_run world;
    world.has(two_roles);
    CHECK(world.run({"proj", "role", "list-tokens", "team-a", "ci"}) == 0);
    CHECK(world.streams.output == "ID    ISSUED AT               EXPIRES AT\n"
                                  "t     2026-11-24T00:28:37Z    2026-11-25T00:28:37Z\n"
                                  "u     1970-01-01T00:00:05Z    Never\n");
    project_run none;
    none.has(two_roles);
    CHECK(none.run({"proj", "role", "list-tokens", "team-a", "ops", "-u"}) == 0);
    CHECK(none.streams.output == "No tokens for team-a.ops\n");

    project_run gone;
    gone.server.on("DELETE /api/v1/projects/team-a/roles/ci/token/5").json("{}");
    CHECK(gone.run({"proj", "role", "delete-token", "team-a", "ci", "5"}) == 0);

    project_run wrong;
    CHECK(wrong.run({"proj", "role", "delete-token", "team-a", "ci", "x"}) == 20);
    CHECK(wrong.said(R"(strconv.ParseInt: parsing "x": invalid syntax)"));
}

} // namespace argocdpp
