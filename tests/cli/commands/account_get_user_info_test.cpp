#include "command_run.hpp"

#include <doctest/doctest.h>

namespace argocdpp {
namespace {

using tests::command_run;

/// What a run with these further words prints.
std::string printed(std::string_view answer, std::vector<std::string> words, int code = 0) {
    command_run world;
    world.variables["ARGOCD_SERVER"] = "cd.example.com";
    world.variables["ARGOCD_AUTH_TOKEN"] = "a.b.c";
    world.server.on("GET /api/v1/session/userinfo").json(answer);
    words.insert(words.begin(), "account");
    CHECK(world.run(words) == code);
    return world.streams.output;
}

constexpr std::string_view admin = R"({"loggedIn":true,"username":"admin","iss":"argocd"})";

} // namespace

TEST_CASE("account get-user-info: text, json and yaml") {
    CHECK(printed(R"({"loggedIn":true,"username":"a","iss":"argocd","groups":["x","y"]})",
                  {"get-user-info"}) ==
          "Logged In: true\nUsername: a\nIssuer: argocd\nGroups: x,y\n");
    CHECK(printed(admin, {"whoami"}) ==
          "Logged In: true\nUsername: admin\nIssuer: argocd\nGroups: \n");
    CHECK(printed(admin, {"get-user-info", "-o", "json"}) ==
          "{\n  \"loggedIn\": true,\n  \"username\": \"admin\",\n  \"iss\": \"argocd\"\n}\n");
    CHECK(printed(admin, {"get-user-info", "-o", "yaml"}) ==
          "iss: argocd\nloggedIn: true\nusername: admin\n\n");
}

TEST_CASE("account get-user-info: a stranger is not logged in, and that is no error") {
    CHECK(printed("{}", {"get-user-info"}) == "Logged In: false\n");
    CHECK(printed("{}", {"get-user-info", "-o", "json"}) == "{}\n");
}

TEST_CASE("account get-user-info: an unknown format is refused") {
    CHECK(printed(admin, {"get-user-info", "-o", "wide"}, 1).empty());
}

} // namespace argocdpp
